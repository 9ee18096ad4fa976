package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decodes photos to pixels at the size that is needed: upright, sRGB, transparency laid on white.
 * CMYK, grey, 16-bit and profiled images are converted. Every image is probed first, so the limits
 * hold here too.
 *
 * <p>Stateless; see {@link ImageEngine} for the thread rules.
 */
public final class ImageDecoder {
  private final ImageEngine engine;
  private final ImageProbe probe;

  /**
   * @param engine the image library
   * @param probe what is refused
   */
  public ImageDecoder(ImageEngine engine, ImageProbe probe) {
    this.engine = engine;
    this.probe = probe;
  }

  /**
   * Decodes a file to at most {@code longSide} pixels on its longer side; smaller images keep their
   * size.
   *
   * @throws ImageRejectedException when the file is not accepted or its pixels are damaged
   * @throws IOException when the file cannot be read
   */
  public Pixels decode(Path image, int longSide) throws ImageRejectedException, IOException {
    return decode(image, DecodeSize.atMost(longSide));
  }

  /** As {@link #decode(Path, int)}, from bytes. */
  public Pixels decode(byte[] image, int longSide) throws ImageRejectedException {
    return decode(image, DecodeSize.atMost(longSide));
  }

  /**
   * Decodes a file to a size.
   *
   * @throws ImageRejectedException when the file is not accepted or its pixels are damaged
   * @throws IOException when the file cannot be read
   */
  public Pixels decode(Path image, DecodeSize size) throws ImageRejectedException, IOException {
    return decode(image, List.of(size)).getFirst();
  }

  /** As {@link #decode(Path, DecodeSize)}, from bytes. */
  public Pixels decode(byte[] image, DecodeSize size) throws ImageRejectedException {
    return decode(image, List.of(size)).getFirst();
  }

  /**
   * Decodes a file once and gives it in several sizes, in the order asked for. The smaller ones are
   * made from the largest.
   *
   * @param sizes at least one
   * @throws ImageRejectedException when the file is not accepted or its pixels are damaged
   * @throws IOException when the file cannot be read
   */
  public List<Pixels> decode(Path image, List<DecodeSize> sizes)
      throws ImageRejectedException, IOException {
    return decode(new ImageSource.OfFile(image), sizes);
  }

  /** As {@link #decode(Path, List)}, from bytes. */
  public List<Pixels> decode(byte[] image, List<DecodeSize> sizes) throws ImageRejectedException {
    return ImageProbe.inMemory(() -> decode(new ImageSource.OfBytes(image), sizes));
  }

  private List<Pixels> decode(ImageSource source, List<DecodeSize> sizes)
      throws ImageRejectedException, IOException {
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("no size to decode to");
    }
    InspectedImage inspected = probe.inspect(source);
    ImageSize own = inspected.size();
    List<ImageSize> wanted =
        sizes.stream().map(size -> size.of(own.width(), own.height())).toList();
    ImageSize largest =
        wanted.stream()
            .max(Comparator.comparingLong(size -> (long) size.width() * size.height()))
            .orElseThrow();
    try (VipsScope scope = engine.library().scope()) {
      VipsImage decoded = Renders.opaque(inspected.decode(scope, largest));
      var results = new ArrayList<Pixels>(wanted.size());
      for (ImageSize size : wanted) {
        VipsImage image = size.equals(largest) ? decoded : Renders.resized(decoded, size);
        results.add(new Pixels(size.width(), size.height(), image.pixels()));
      }
      return List.copyOf(results);
    } catch (VipsException e) {
      throw Refusals.undecodable(e);
    }
  }
}
