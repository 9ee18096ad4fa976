package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsLibrary;
import dev.recollect.imaging.vips.VipsMemory;

/**
 * The image library of this process. Make one when the service starts and share it: it is safe for
 * use by many threads.
 *
 * <p>Thread rules of this package: every call works on the calling thread (with {@link
 * EngineSettings#concurrency()} native helpers) and is CPU-bound for milliseconds up to seconds,
 * inside native code that cannot be interrupted. Call it from a bounded pool of platform threads,
 * about as many as there are cores; never from an event loop, and not unbounded from virtual
 * threads, which it pins.
 */
public final class ImageEngine {
  private final VipsLibrary library;
  private final boolean readsHeic;

  private ImageEngine(VipsLibrary library, boolean readsHeic) {
    this.library = library;
    this.readsHeic = readsHeic;
  }

  /**
   * Loads libvips.
   *
   * @throws dev.recollect.imaging.vips.VipsMissingException when it is not installed; the message
   *     says what to install
   */
  public static ImageEngine start(EngineSettings settings) {
    VipsLibrary library = VipsLibrary.load(settings.concurrency());
    return new ImageEngine(library, settings.heic() && library.decodesHeic());
  }

  /** Whether HEIC photos are read: switched on, and the system's libheif can. */
  public boolean readsHeic() {
    return readsHeic;
  }

  /**
   * Native memory in use, for metrics. Helper threads give theirs back some milliseconds after a
   * call has returned.
   */
  public VipsMemory memory() {
    return library.memory();
  }

  VipsLibrary library() {
    return library;
  }
}
