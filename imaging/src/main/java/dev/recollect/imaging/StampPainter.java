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
   * The rendition with the stamp on it, three bands. Only the part below the stamp is blended: that
   * is done in floating point and would otherwise cost as much as the rest of the rendition.
   *
   * @throws IllegalArgumentException when the overlay is no image that can be read
   */
  VipsImage paint(VipsScope scope, VipsImage rendition) throws VipsException, IOException {
    var size = new ImageSize(rendition.width(), rendition.height());
    int across = margin(size, size.width());
    int down = margin(size, size.height());
    VipsImage overlay =
        overlay(scope, size, new ImageSize(size.width() - 2 * across, size.height() - 2 * down));
    int left = stamp.position().left(size.width(), overlay.width(), across);
    int top = stamp.position().top(size.height(), overlay.height(), down);
    VipsImage below =
        scope
            .operation("extract_area")
            .with("input", rendition)
            .with("left", left)
            .with("top", top)
            .with("width", overlay.width())
            .with("height", overlay.height())
            .image();
    return scope
        .operation("insert")
        .with("main", rendition)
        .with("sub", blended(scope, below, overlay))
        .with("x", left)
        .with("y", top)
        .image();
  }

  private static VipsImage blended(VipsScope scope, VipsImage below, VipsImage overlay)
      throws VipsException {
    return scope
        .operation("composite2")
        .with("base", below)
        .with("overlay", overlay)
        .with("mode", "over")
        .image()
        .then("extract_band")
        .with("band", 0)
        .with("n", 3)
        .image()
        .then("cast")
        .with("format", "uchar")
        .image();
  }

  /** The margin, less on a side so short that no pixel would be left between two of them. */
  private int margin(ImageSize rendition, int side) {
    return (int) Math.min(Math.round(stamp.margin() * rendition.width()), (side - 1) / 2);
  }

  private VipsImage overlay(VipsScope scope, ImageSize rendition, ImageSize room)
      throws VipsException, IOException {
    try {
      InspectedImage overlay = probe.inspect(new ImageSource.OfBytes(stamp.overlayFor(rendition)));
      ImageSize size = fitted(overlay.size(), rendition, room);
      return faded(scope, withAlpha(overlay.decode(scope, size)).pixels(), size);
    } catch (ImageRejectedException e) {
      throw new IllegalArgumentException("the stamp cannot be used: " + e.getMessage(), e);
    }
  }

  private ImageSize fitted(ImageSize overlay, ImageSize rendition, ImageSize room) {
    double width = Math.min(stamp.scale() * rendition.width(), room.width());
    double height = width * overlay.height() / overlay.width();
    double fit = Math.min(1, room.height() / height);
    return new ImageSize(pixels(width * fit), pixels(height * fit));
  }

  private static int pixels(double length) {
    return Math.max(1, (int) Math.round(length));
  }

  private static VipsImage withAlpha(VipsImage image) throws VipsException {
    return image.hasAlpha() ? image : image.then("bandjoin_const").with("c", "255").image();
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
