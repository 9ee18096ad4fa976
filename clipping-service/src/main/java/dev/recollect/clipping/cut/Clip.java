package dev.recollect.clipping.cut;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A finished clip: MP4, H.264 and AAC, its index in front.
 *
 * @param start seconds of the source video at which its first picture is shown
 * @param duration of its pictures
 * @param frames how many pictures
 * @param method how it was made
 */
public record Clip(Path file, double start, Duration duration, int frames, Method method) {

  /** How pictures came into a clip. */
  public enum Method {
    /** Most were copied bit by bit. */
    COPIED,
    /** All were encoded again. */
    ENCODED
  }
}
