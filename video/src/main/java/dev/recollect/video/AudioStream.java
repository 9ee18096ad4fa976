package dev.recollect.video;

/**
 * The sound of a video.
 *
 * @param codec as ffprobe names it, such as aac or opus
 * @param channels at least 1
 * @param sampleRate Hz
 */
public record AudioStream(String codec, int channels, int sampleRate) {}
