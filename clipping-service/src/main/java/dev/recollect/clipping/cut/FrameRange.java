package dev.recollect.clipping.cut;

/**
 * Consecutive pictures, by their ticks.
 *
 * @param first when the first one is shown
 * @param end when the picture after the last one is shown, or the last one ends
 * @param frames how many, at least 1
 */
record FrameRange(long first, long end, int frames) {}
