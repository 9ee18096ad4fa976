package dev.recollect.clipping.domain;

import java.time.Duration;

/**
 * A stretch of a source video that becomes one clip.
 *
 * @param start from the beginning of the video
 * @param end after {@code start}; the clip's last picture is shown before it
 */
public record Segment(Duration start, Duration end) {

  /** Refuses an empty stretch. */
  public Segment {
    if (start.isNegative() || end.compareTo(start) <= 0) {
      throw new IllegalArgumentException("a segment from " + start + " to " + end);
    }
  }

  /** How long it is. */
  public Duration length() {
    return end.minus(start);
  }
}
