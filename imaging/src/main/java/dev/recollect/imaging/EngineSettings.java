package dev.recollect.imaging;

/**
 * How libvips is run. Both settings concern the whole process.
 *
 * @param concurrency worker threads that libvips uses for one image, at least 1. With several
 *     images under way at once (the usual case) 1 gives the best throughput
 * @param heic whether HEIC is read where the system's libheif can; {@code false} refuses HEIC as if
 *     libheif were missing
 */
public record EngineSettings(int concurrency, boolean heic) {
  /** One thread per image, HEIC where available. */
  public static final EngineSettings DEFAULT = new EngineSettings(1, true);

  /** Checks the range. */
  public EngineSettings {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency " + concurrency + " is not positive");
    }
  }
}
