package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsLibrary;

/** The engine that the tests share, as a service would. */
final class TestEngine {
  static final ImageEngine ENGINE = ImageEngine.start(EngineSettings.DEFAULT);
  static final ImageProbe PROBE = new ImageProbe(ENGINE, ImageLimits.DEFAULT);
  static final ImageDecoder DECODER = new ImageDecoder(ENGINE, PROBE);

  private TestEngine() {}

  static VipsLibrary vips() {
    return ENGINE.library();
  }
}
