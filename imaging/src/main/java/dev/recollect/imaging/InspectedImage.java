package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;

/**
 * An image that passed the probe and may be decoded.
 *
 * @param source its bytes
 * @param info what its headers say
 * @param profiled whether it brings a colour profile
 */
record InspectedImage(ImageSource source, ImageInfo info, boolean profiled) {
  /**
   * The image at a size, decoded no larger than needed (JPEG and WebP shrink while they are read),
   * upright, in sRGB, with three or, where there is transparency, four bands of 8 bits. The pixels
   * are in native memory.
   *
   * @throws ImageRejectedException when the pixel data are damaged
   */
  VipsImage decode(VipsScope scope, ImageSize size) throws ImageRejectedException, IOException {
    try {
      var thumbnail =
          scope
              .operation("thumbnail_source")
              .with("source", source.open(scope))
              .with("width", size.width())
              .with("height", size.height())
              .with("size", "force")
              .with("fail-on", "error");
      if (profiled) {
        thumbnail.with("export-profile", "srgb");
      }
      return thumbnail
          .image()
          .then("colourspace")
          .with("space", "srgb")
          .image()
          .then("cast")
          .with("format", "uchar")
          .image()
          .inMemory();
    } catch (VipsException e) {
      throw Refusals.undecodable(e);
    }
  }

  /** The image's own size, turned upright. */
  ImageSize size() {
    return new ImageSize(info.width(), info.height());
  }
}
