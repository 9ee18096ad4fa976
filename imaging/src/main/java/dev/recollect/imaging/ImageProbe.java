package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Decides whether a file is taken as a photo, without decoding a pixel: format by content, limits
 * by headers, and the structure up to the end of the file, so that cut-off files and polyglots are
 * found while the sender still waits. Damage inside the pixel data shows only when it is decoded.
 *
 * <p>Reads the file once from end to end through a small window. Stateless; safe for use by many
 * threads.
 */
public final class ImageProbe {
  private final ImageEngine engine;
  private final ImageLimits limits;

  /**
   * @param engine the image library
   * @param limits what is refused
   */
  public ImageProbe(ImageEngine engine, ImageLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  /**
   * Probes a file.
   *
   * @throws ImageRejectedException when it is not accepted; the reason and a sentence say why
   * @throws IOException when the file cannot be read
   */
  public ImageInfo probe(Path image) throws ImageRejectedException, IOException {
    return inspect(new ImageSource.OfFile(image)).info();
  }

  /**
   * Probes bytes.
   *
   * @throws ImageRejectedException when they are not accepted; the reason and a sentence say why
   */
  public ImageInfo probe(byte[] image) throws ImageRejectedException {
    return inMemory(() -> inspect(new ImageSource.OfBytes(image)).info());
  }

  InspectedImage inspect(ImageSource source) throws ImageRejectedException, IOException {
    Checked checked;
    try (ByteReader reader = source.reader()) {
      checked = check(reader);
    }
    ImageFormat format = checked.format();
    try (VipsScope scope = engine.library().scope()) {
      VipsImage header =
          scope.operation(format.loader()).with("source", source.open(scope)).image();
      int orientation = header.orientation();
      boolean turned = orientation >= 5;
      int width = turned ? header.height() : header.width();
      int height = turned ? header.width() : header.height();
      return new InspectedImage(
          source,
          new ImageInfo(format, width, height, orientation),
          header
              .profile(SrgbProfile.MOST_BYTES)
              .filter(profile -> !SrgbProfile.describes(profile))
              .isPresent(),
          checked.structure().irregular());
    } catch (VipsException e) {
      throw Refusals.undecodable(e);
    }
  }

  private Checked check(ByteReader reader) throws ImageRejectedException, IOException {
    long size = reader.size();
    if (size == 0) {
      throw Refusals.empty();
    }
    if (size > limits.maxBytes()) {
      throw Refusals.tooManyBytes(size, limits.maxBytes());
    }
    try {
      ImageFormat format = ContentSniffer.sniff(reader);
      if (format == ImageFormat.HEIC && !engine.readsHeic()) {
        throw Refusals.heicUnavailable();
      }
      Structure structure = structure(format, reader);
      limit(structure);
      Polyglots.refuse(reader);
      return new Checked(format, structure);
    } catch (EOFException e) {
      throw Refusals.truncated(size);
    }
  }

  private static Structure structure(ImageFormat format, ByteReader reader)
      throws ImageRejectedException, IOException {
    return switch (format) {
      case JPEG -> {
        Structure jpeg = JpegStructure.read(reader);
        JpegTrailers.check(reader);
        yield jpeg;
      }
      case PNG -> PngStructure.read(reader);
      case WEBP -> WebpStructure.read(reader);
      case HEIC -> HeicStructure.read(reader);
    };
  }

  private void limit(Structure image) throws ImageRejectedException {
    if (image.pixels() > limits.maxPixels()) {
      throw Refusals.tooManyPixels(image, limits.maxPixels());
    }
    if (image.decodedBytes() > limits.maxDecodedBytes()) {
      throw Refusals.unfoldsTooFar(image, limits.maxDecodedBytes());
    }
  }

  /** Bytes in memory cannot fail to be read; this says so to the compiler. */
  static <T> T inMemory(InMemoryWork<T> work) throws ImageRejectedException {
    try {
      return work.run();
    } catch (IOException e) {
      throw new IllegalStateException("reading memory failed", e);
    }
  }

  /** Work on bytes in memory. */
  interface InMemoryWork<T> {
    T run() throws ImageRejectedException, IOException;
  }

  private record Checked(ImageFormat format, Structure structure) {}
}
