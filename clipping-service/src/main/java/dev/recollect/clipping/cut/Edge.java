package dev.recollect.clipping.cut;

/**
 * Pictures before or after the copied ones, which have to be encoded again.
 *
 * @param range which
 * @param seek a tick before the first of them, from which seeking backwards leads to a keyframe
 *     before it: the last one, unless two are very close
 * @param decodeLead how many ticks before it is shown each of its packets is to be decoded, so that
 *     decoding times rise across the join
 */
record Edge(FrameRange range, long seek, long decodeLead) {}
