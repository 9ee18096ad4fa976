package dev.recollect.clipping.cut;

import java.util.List;
import java.util.Optional;

/**
 * What a clip is made of.
 *
 * @param pts ticks of every picture, rising; the first is the clip's beginning
 * @param end tick at which the last picture ends
 * @param smart how most of it can be copied; empty if all of it has to be encoded again
 */
record CutPlan(List<Long> pts, long end, Optional<SmartCut> smart) {
  CutPlan {
    pts = List.copyOf(pts);
  }

  /** First tick. */
  long first() {
    return pts.getFirst();
  }

  /** All pictures. */
  FrameRange range() {
    return new FrameRange(first(), end, pts.size());
  }

  /**
   * Copied packets between two edges.
   *
   * @param head empty if the clip begins with a keyframe
   * @param tail empty if the clip ends where no picture refers across
   */
  record SmartCut(Optional<Edge> head, Body body, Optional<Edge> tail) {}
}
