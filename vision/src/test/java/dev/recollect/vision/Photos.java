package dev.recollect.vision;

import dev.recollect.imaging.DecodeSize;
import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.ImageDecoder;
import dev.recollect.imaging.ImageEngine;
import dev.recollect.imaging.ImageLimits;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.imaging.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Decodes photos for tests and benchmarks, as the services do. */
public final class Photos {
  private static final ImageDecoder DECODER = decoder();

  private Photos() {}

  private static ImageDecoder decoder() {
    ImageEngine engine = ImageEngine.start(EngineSettings.DEFAULT);
    return new ImageDecoder(engine, new ImageProbe(engine, ImageLimits.DEFAULT));
  }

  public static Pixels read(Path path) {
    return read(path, PhotoAnalyzer.DECODE_LONG_SIDE);
  }

  public static Pixels read(Path path, int longSide) {
    return read(path, DecodeSize.atMost(longSide));
  }

  public static Pixels read(Path path, DecodeSize size) {
    try {
      return DECODER.decode(path, size);
    } catch (ImageRejectedException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
