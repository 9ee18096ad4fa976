package dev.recollect.clipping.cut;

import java.util.List;

/**
 * The packets that are copied as they are.
 *
 * @param range their pictures
 * @param seek a tick from which seeking backwards leads to the first of them: midway to the next
 *     keyframe, since demuxers compare it with decoding times
 * @param sizes bytes of each packet, in decoding order
 */
record Body(FrameRange range, long seek, List<Integer> sizes) {
  Body {
    sizes = List.copyOf(sizes);
  }
}
