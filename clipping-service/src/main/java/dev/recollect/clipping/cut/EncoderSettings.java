package dev.recollect.clipping.cut;

import java.util.Set;

/**
 * How pictures are encoded.
 *
 * @param preset of x264, which trades time for size
 * @param quality constant rate factor, 0 (lossless) to 51; lower is better
 * @param threads at most for one clip, at least 1
 * @param audioBitsPerSecond of the sound
 */
public record EncoderSettings(String preset, int quality, int threads, int audioBitsPerSecond) {
  private static final Set<String> PRESETS =
      Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower");

  /** Refuses what x264 does not know. */
  public EncoderSettings {
    if (!PRESETS.contains(preset)) {
      throw new IllegalArgumentException("preset " + preset + " is none of " + PRESETS);
    }
    if (quality < 0 || quality > 51 || threads < 1 || audioBitsPerSecond < 8_000) {
      throw new IllegalArgumentException(
          "quality %d, %d threads, %d bit/s of sound"
              .formatted(quality, threads, audioBitsPerSecond));
    }
  }

  /** Fast, hard to tell from the source, two threads, 128 kbit/s. */
  public static EncoderSettings defaults() {
    return new EncoderSettings("veryfast", 20, 2, 128_000);
  }

  /**
   * The same quality in half the time, for twice the bytes: for the few pictures at the edges of a
   * clip that is copied otherwise.
   */
  EncoderSettings hurried() {
    return new EncoderSettings("ultrafast", quality, threads, audioBitsPerSecond);
  }
}
