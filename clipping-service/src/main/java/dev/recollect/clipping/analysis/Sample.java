package dev.recollect.clipping.analysis;

import dev.recollect.imaging.Pixels;
import java.time.Duration;

/**
 * One picture of a video.
 *
 * @param time from the beginning of the video
 * @param beginsShot it differs so much from the picture before it that the camera must have changed
 * @param pixels upright, scaled down
 */
public record Sample(Duration time, boolean beginsShot, Pixels pixels) {}
