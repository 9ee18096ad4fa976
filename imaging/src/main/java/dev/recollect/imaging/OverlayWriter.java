package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes an overlay of a stamp into a PNG that any program may be given: upright, sRGB, 8 bits, its
 * transparency kept, without metadata.
 *
 * <p>Stateless; see {@link ImageEngine} for the thread rules.
 */
public final class OverlayWriter {
  private final ImageEngine engine;
  private final ImageProbe probe;

  /**
   * @param engine the image library
   * @param probe what is refused
   */
  public OverlayWriter(ImageEngine engine, ImageProbe probe) {
    this.engine = engine;
    this.probe = probe;
  }

  /**
   * Writes the PNG, replacing what the target held. When it fails, none is left.
   *
   * @param overlay PNG, WebP, JPEG or HEIC
   * @param longSide pixels of the PNG's longer side; a smaller overlay keeps its size
   * @throws ImageRejectedException when the overlay is not accepted or its pixels are damaged
   * @throws IOException when it cannot be read or the PNG not be written
   */
  public void write(Path overlay, Path png, int longSide)
      throws ImageRejectedException, IOException {
    InspectedImage inspected = probe.inspect(new ImageSource.OfFile(overlay));
    ImageSize own = inspected.size();
    ImageSize size = DecodeSize.atMost(longSide).of(own.width(), own.height());
    try (VipsScope scope = engine.library().scope()) {
      VipsImage pixels = inspected.decode(scope, size);
      pixels.then("pngsave_target").with("target", scope.target(png)).with("strip", 1).run();
    } catch (VipsException e) {
      Files.deleteIfExists(png);
      throw new IOException("cannot write the overlay", e);
    }
  }
}
