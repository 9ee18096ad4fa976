package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;

/** Lays an event's stamp on a rendition. */
final class StampPainter {
  private static final int BANDS = 4;

  private final ImageProbe probe;
  private final Stamp stamp;

  StampPainter(ImageProbe probe, Stamp stamp) {
    this.probe = probe;
    this.stamp = stamp;
  }

  /**
   * The rendition with the stamp on it, three bands.
   *
   * @throws IllegalArgumentException when the overlay is no image that can be read
   */
  VipsImage paint(VipsScope scope, VipsImage rendition) throws VipsException, IOException {
    var size = new ImageSize(rendition.width(), rendition.height());
    int margin = (int) Math.round(stamp.margin() * size.width());
    VipsImage overlay = overlay(scope, size, margin);
    return scope
        .operation("composite2")
        .with("base", rendition)
        .with("overlay", overlay)
        .with("mode", "over")
        .with("x", stamp.position().left(size.width(), overlay.width(), margin))
        .with("y", stamp.position().top(size.height(), overlay.height(), margin))
        .image()
        .then("extract_band")
        .with("band", 0)
        .with("n", 3)
        .image()
        .then("cast")
        .with("format", "uchar")
        .image();
  }

  private VipsImage overlay(VipsScope scope, ImageSize rendition, int margin)
      throws VipsException, IOException {
    try {
      InspectedImage overlay = probe.inspect(new ImageSource.OfBytes(stamp.overlayFor(rendition)));
      ImageSize size = fitted(overlay.size(), rendition, margin);
      VipsImage pixels = withAlpha(overlay.decode(scope, size));
      return faded(scope, pixels.pixels(), size);
    } catch (ImageRejectedException e) {
      throw new IllegalArgumentException("the stamp cannot be used: " + e.getMessage(), e);
    }
  }

  private ImageSize fitted(ImageSize overlay, ImageSize rendition, int margin) {
    double width = Math.min(stamp.scale() * rendition.width(), rendition.width() - 2.0 * margin);
    double height = width * overlay.height() / overlay.width();
    double room = Math.max(1, rendition.height() - 2.0 * margin);
    double fit = Math.min(1, room / height);
    return new ImageSize(pixels(width * fit), pixels(height * fit));
  }

  private static int pixels(double length) {
    return Math.max(1, (int) Math.round(length));
  }

  private static VipsImage withAlpha(VipsImage image) throws VipsException {
    return image.hasAlpha() ? image : image.then("addalpha").image();
  }

  /** Multiplies the alpha of interleaved RGBA by the opacity. */
  private VipsImage faded(VipsScope scope, byte[] rgba, ImageSize size) throws VipsException {
    for (int i = BANDS - 1; i < rgba.length; i += BANDS) {
      rgba[i] = (byte) Math.round((rgba[i] & 0xFF) * stamp.opacity());
    }
    return scope
        .image(rgba, size.width(), size.height(), BANDS)
        .then("copy")
        .with("interpretation", "srgb")
        .image();
  }
}
