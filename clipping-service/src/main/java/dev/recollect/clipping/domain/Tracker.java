package dev.recollect.clipping.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows faces from picture to picture. Between pictures that are half a second apart a runner's
 * box has often moved away altogether, so the embedding decides, and the box helps where a turned
 * or blurred face is unlike itself. Across a change of the shot boxes say nothing.
 *
 * <p>Pairs of a track and a sighting are taken best first; within one picture a track takes one
 * sighting at most. Not thread-safe.
 */
public final class Tracker {
  private final TrackingRules rules;
  private final List<OpenTrack> open = new ArrayList<>();
  private final List<FaceTrack> finished = new ArrayList<>();

  public Tracker(TrackingRules rules) {
    this.rules = rules;
  }

  private record Pair(OpenTrack track, Sighting sighting, double score) {}

  /**
   * Takes the sightings of one picture; pictures come in the order of time.
   *
   * @param sightings all of one time; may be empty
   * @param newShot the picture begins a new shot
   */
  public void accept(List<Sighting> sightings, boolean newShot) {
    if (newShot) {
      open.forEach(OpenTrack::forgetPlace);
    }
    if (sightings.isEmpty()) {
      return;
    }
    closeBefore(sightings.getFirst().time().minus(rules.maxGap()));
    List<Pair> pairs = new ArrayList<>();
    for (OpenTrack track : open) {
      for (Sighting sighting : sightings) {
        double likeness = track.likeness(sighting);
        double overlap = track.overlap(sighting);
        if (likeness >= rules.sameFace()
            || likeness >= rules.notOther() && overlap >= rules.overlap()) {
          pairs.add(new Pair(track, sighting, likeness + overlap));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::score).reversed());
    Set<OpenTrack> taken = new HashSet<>();
    List<Sighting> left = new ArrayList<>(sightings);
    for (Pair pair : pairs) {
      if (!taken.contains(pair.track()) && left.remove(pair.sighting())) {
        pair.track().add(pair.sighting());
        taken.add(pair.track());
      }
    }
    left.forEach(sighting -> open.add(new OpenTrack(rules, sighting)));
  }

  private void closeBefore(Duration time) {
    for (OpenTrack track : List.copyOf(open)) {
      if (track.lastSeen().compareTo(time) < 0) {
        open.remove(track);
        finished.add(track.close());
      }
    }
  }

  /** Ends all tracks. In the order in which the faces were first seen. */
  public List<FaceTrack> finish() {
    open.forEach(track -> finished.add(track.close()));
    open.clear();
    List<FaceTrack> all = new ArrayList<>(finished);
    finished.clear();
    all.sort(Comparator.comparing(track -> track.sightings().getFirst().time()));
    return all;
  }
}
