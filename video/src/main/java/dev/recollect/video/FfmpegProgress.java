package dev.recollect.video;

import java.time.Duration;

/**
 * How far a run is.
 *
 * @param written length of the output so far
 */
public record FfmpegProgress(Duration written) {}
