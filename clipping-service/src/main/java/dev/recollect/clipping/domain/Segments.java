package dev.recollect.clipping.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Merges the times at which a person was seen in one source video into segments. */
public final class Segments {
  private static final Comparator<Segment> LONGEST_FIRST =
      Comparator.comparing(Segment::length).reversed().thenComparing(Segment::start);

  private final SegmentRules rules;

  public Segments(SegmentRules rules) {
    this.rules = rules;
  }

  /**
   * The segments of one video, longest first, equally long ones by start. They do not overlap, and
   * every one has a sighting in it. All lie within the video; one is shorter than the shortest
   * length only if the video, or the room between its neighbours, is.
   *
   * @param sightings times from the beginning of the video, in any order, repeats allowed; those
   *     outside the video are ignored
   * @param video its length
   * @return empty if there is no sighting
   */
  public List<Segment> of(Collection<Duration> sightings, Duration video) {
    List<Duration> times =
        sightings.stream()
            .filter(t -> !t.isNegative() && t.compareTo(video) < 0)
            .distinct()
            .sorted()
            .toList();
    List<Segment> padded = joinOverlaps(runs(times).stream().map(r -> pad(r, video)).toList());
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < padded.size(); i++) {
      Duration from = i == 0 ? Duration.ZERO : segments.getLast().end();
      Duration to = i + 1 == padded.size() ? video : padded.get(i + 1).start();
      segments.addAll(divide(widen(padded.get(i), from, to), times));
    }
    return segments.stream().sorted(LONGEST_FIRST).limit(rules.maxClipsPerSource()).toList();
  }

  private record Run(Duration first, Duration last) {}

  private List<Run> runs(List<Duration> times) {
    List<Run> runs = new ArrayList<>();
    for (Duration time : times) {
      if (!runs.isEmpty() && time.minus(runs.getLast().last()).compareTo(rules.maxGap()) <= 0) {
        runs.set(runs.size() - 1, new Run(runs.getLast().first(), time));
      } else {
        runs.add(new Run(time, time));
      }
    }
    return runs;
  }

  private Segment pad(Run run, Duration video) {
    Duration start = max(Duration.ZERO, run.first().minus(rules.paddingBefore()));
    Duration end = min(video, run.last().plus(rules.paddingAfter()));
    // A lone sighting without padding is still an instant to show.
    return end.compareTo(start) > 0 ? new Segment(start, end) : instant(start, video);
  }

  private static Segment instant(Duration at, Duration video) {
    return new Segment(at, min(video, at.plusMillis(1)));
  }

  /** Padding may close a gap; two clips that show the same moment would be one too many. */
  private static List<Segment> joinOverlaps(List<Segment> segments) {
    List<Segment> joined = new ArrayList<>();
    for (Segment segment : segments) {
      if (!joined.isEmpty() && segment.start().compareTo(joined.getLast().end()) <= 0) {
        Segment before = joined.removeLast();
        joined.add(new Segment(before.start(), max(before.end(), segment.end())));
      } else {
        joined.add(segment);
      }
    }
    return joined;
  }

  /** Grows a short segment evenly on both sides, or on one where the other has no room. */
  private Segment widen(Segment segment, Duration from, Duration to) {
    Duration missing = rules.minLength().minus(segment.length());
    if (!missing.isPositive()) {
      return segment;
    }
    Duration start = max(from, segment.start().minus(missing.dividedBy(2)));
    Duration end = min(to, start.plus(rules.minLength()));
    return new Segment(max(from, min(start, end.minus(rules.minLength()))), end);
  }

  /** Parts of equal length, none longer than allowed; parts that nobody was seen in fall away. */
  private List<Segment> divide(Segment segment, List<Duration> times) {
    long length = segment.length().toNanos();
    long parts = Math.ceilDiv(length, rules.maxLength().toNanos());
    List<Segment> divided = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      Segment part =
          new Segment(
              segment.start().plusNanos(length / parts * i),
              i + 1 == parts ? segment.end() : segment.start().plusNanos(length / parts * (i + 1)));
      if (parts == 1 || times.stream().anyMatch(t -> contains(part, t))) {
        divided.add(part);
      }
    }
    return divided;
  }

  private static boolean contains(Segment segment, Duration time) {
    return time.compareTo(segment.start()) >= 0 && time.compareTo(segment.end()) < 0;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
