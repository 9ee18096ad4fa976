package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;

/** Steps on decoded images, all of which are 8-bit sRGB in native memory. */
final class Renders {
  private Renders() {}

  /** Lays what is transparent on white. */
  static VipsImage opaque(VipsImage image) throws VipsException {
    return image.hasAlpha()
        ? image.then("flatten").with("background", "255 255 255").image().inMemory()
        : image;
  }

  /**
   * Exactly this size, shrunk or enlarged; what the image says of its orientation or profile is not
   * applied again.
   */
  static VipsImage resized(VipsImage image, ImageSize size) throws VipsException {
    return image
        .then("thumbnail_image")
        .with("width", size.width())
        .with("height", size.height())
        .with("size", "force")
        .with("no-rotate", 1)
        .image();
  }
}
