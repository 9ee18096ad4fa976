package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the two renditions of a photo: progressive JPEG, upright, sRGB, without metadata or profile
 * (an untagged image is sRGB by convention), stamped when the event has a stamp. The original is
 * decoded once, at about the size of the large preview; the thumbnail is made from those pixels. A
 * photo that is smaller than a rendition keeps its size.
 *
 * <p>Stateless; see {@link ImageEngine} for the thread rules.
 */
public final class RenditionWriter {
  private final ImageEngine engine;
  private final ImageProbe probe;
  private final RenditionSettings settings;

  /**
   * @param engine the image library
   * @param probe what is refused
   * @param settings sizes and qualities
   */
  public RenditionWriter(ImageEngine engine, ImageProbe probe, RenditionSettings settings) {
    this.engine = engine;
    this.probe = probe;
    this.settings = settings;
  }

  /**
   * Writes both renditions of a file; what the two target files held is replaced. When anything
   * fails, neither is left.
   *
   * @param original the photo
   * @param large where the large preview goes
   * @param small where the thumbnail goes
   * @param stamp the event's watermark, if it has one
   * @throws ImageRejectedException when the original is not accepted or its pixels are damaged
   * @throws IOException when the original cannot be read or a rendition not be written
   * @throws IllegalArgumentException when an overlay of the stamp cannot be read; {@link
   *     ImageProbe} tells beforehand
   */
  public Renditions write(Path original, Path large, Path small, Optional<Stamp> stamp)
      throws ImageRejectedException, IOException {
    return write(new ImageSource.OfFile(original), large, small, stamp);
  }

  /** As {@link #write(Path, Path, Path, Optional)}, from bytes. */
  public Renditions write(byte[] original, Path large, Path small, Optional<Stamp> stamp)
      throws ImageRejectedException, IOException {
    return write(new ImageSource.OfBytes(original), large, small, stamp);
  }

  private Renditions write(ImageSource source, Path large, Path small, Optional<Stamp> stamp)
      throws ImageRejectedException, IOException {
    boolean written = false;
    try {
      Renditions renditions = render(source, large, small, stamp);
      written = true;
      return renditions;
    } finally {
      if (!written) {
        Files.deleteIfExists(large);
        Files.deleteIfExists(small);
      }
    }
  }

  private Renditions render(ImageSource source, Path large, Path small, Optional<Stamp> stamp)
      throws ImageRejectedException, IOException {
    InspectedImage original = probe.inspect(source);
    ImageSize own = original.size();
    ImageSize largeSize = DecodeSize.atMost(settings.largeLongSide()).of(own.width(), own.height());
    ImageSize smallSize = DecodeSize.atMost(settings.smallLongSide()).of(own.width(), own.height());
    try (VipsScope scope = engine.library().scope()) {
      VipsImage decoded = original.decode(scope, largeSize);
      try {
        VipsImage pixels = Renders.opaque(decoded);
        save(scope, stamped(scope, pixels, stamp), large, settings.largeQuality());
        VipsImage thumbnail = Renders.resized(pixels, smallSize).inMemory();
        save(scope, stamped(scope, thumbnail, stamp), small, settings.smallQuality());
      } catch (VipsException e) {
        throw new IOException("cannot write the renditions", e);
      }
    }
    return new Renditions(original.info(), largeSize, smallSize);
  }

  private VipsImage stamped(VipsScope scope, VipsImage image, Optional<Stamp> stamp)
      throws VipsException, IOException {
    return stamp.isEmpty() ? image : new StampPainter(probe, stamp.get()).paint(scope, image);
  }

  private static void save(VipsScope scope, VipsImage image, Path file, int quality)
      throws VipsException, IOException {
    image
        .then("jpegsave_target")
        .with("target", scope.target(file))
        .with("Q", quality)
        .with("interlace", 1)
        .with("strip", 1)
        .run();
  }
}
