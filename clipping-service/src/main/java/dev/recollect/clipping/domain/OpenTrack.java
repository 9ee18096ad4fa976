package dev.recollect.clipping.domain;

import dev.recollect.vision.FaceQuality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A face that is being followed. */
final class OpenTrack {
  private final TrackingRules rules;
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Sighting> looks = new ArrayList<>();
  private Optional<Sighting> place = Optional.empty();

  OpenTrack(TrackingRules rules, Sighting first) {
    this.rules = rules;
    add(first);
  }

  void add(Sighting sighting) {
    sightings.add(sighting);
    place = Optional.of(sighting);
    remember(sighting);
  }

  /** Keeps a sighting's embedding if it shows something new, or the same thing better. */
  private void remember(Sighting sighting) {
    Optional<Sighting> nearest =
        looks.stream().max((a, b) -> Double.compare(cosine(a, sighting), cosine(b, sighting)));
    if (nearest.isEmpty()
        || looks.size() < rules.maxEmbeddings()
            && cosine(nearest.get(), sighting) < rules.newLook()) {
      looks.add(sighting);
    } else if (worth(sighting) > worth(nearest.get())) {
      looks.set(looks.indexOf(nearest.get()), sighting);
    }
  }

  private static double cosine(Sighting a, Sighting b) {
    return a.embedding().cosine(b.embedding());
  }

  private static double worth(Sighting sighting) {
    double trust = sighting.quality() == FaceQuality.NORMAL ? 1 : 0.5;
    return trust * sighting.confidence() * Math.sqrt(sighting.box().area());
  }

  double likeness(Sighting other) {
    double like = -1;
    for (Sighting look : looks) {
      like = Math.max(like, cosine(look, other));
    }
    return Math.max(like, cosine(sightings.getLast(), other));
  }

  /** How far the box of the last sighting agrees with this one; 0 after a change of the shot. */
  double overlap(Sighting other) {
    return place.map(last -> last.box().overlap(other.box())).orElse(0.0);
  }

  void forgetPlace() {
    place = Optional.empty();
  }

  Duration lastSeen() {
    return sightings.getLast().time();
  }

  FaceTrack close() {
    return new FaceTrack(sightings, looks.stream().map(Sighting::embedding).toList());
  }
}
