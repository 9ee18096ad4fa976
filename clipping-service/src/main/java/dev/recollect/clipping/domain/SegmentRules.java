package dev.recollect.clipping.domain;

import java.time.Duration;

/**
 * How sightings become segments.
 *
 * @param paddingBefore added before the first sighting of a segment, 0 or more
 * @param paddingAfter added after the last sighting of a segment, 0 or more
 * @param maxGap sightings further apart than this belong to different segments, 0 or more
 * @param minLength shorter segments are widened to it, above 0
 * @param maxLength longer ones are divided evenly, at least twice {@code minLength}
 * @param maxClipsPerSource segments kept of one source video, at least 1
 */
public record SegmentRules(
    Duration paddingBefore,
    Duration paddingAfter,
    Duration maxGap,
    Duration minLength,
    Duration maxLength,
    int maxClipsPerSource) {

  /** Two seconds around, gaps up to three, three to thirty seconds long, ten per source. */
  public static final SegmentRules DEFAULTS =
      new SegmentRules(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          10);

  /** Refuses rules that contradict each other. */
  public SegmentRules {
    require(!paddingBefore.isNegative() && !paddingAfter.isNegative(), "padding is negative");
    require(!maxGap.isNegative(), "the largest gap is negative");
    require(minLength.isPositive(), "the shortest length is not above 0");
    require(
        maxLength.compareTo(minLength.multipliedBy(2)) >= 0,
        "the longest length is less than twice the shortest");
    require(maxClipsPerSource >= 1, "no clip per source");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("segment rules: " + problem);
    }
  }
}
