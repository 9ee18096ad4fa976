package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsOperation;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;

/**
 * An image that passed the probe and may be decoded.
 *
 * @param source its bytes
 * @param info what its headers say
 * @param profiled whether it brings a colour profile that is not sRGB's
 * @param irregular whether warnings of the decoder do not tell damage, see {@link Structure}
 */
record InspectedImage(ImageSource source, ImageInfo info, boolean profiled, boolean irregular) {
  /** The powers of two by which a JPEG can be shrunk while it is read, in the frequency domain. */
  private static final int[] JPEG_SHRINKS = {8, 4, 2};

  /**
   * The image at a size, decoded no larger than needed (JPEG and WebP shrink while they are read),
   * upright, in sRGB, with three or, where there is transparency, four bands of 8 bits. The pixels
   * are in native memory.
   *
   * @throws ImageRejectedException when the pixel data are damaged
   */
  VipsImage decode(VipsScope scope, ImageSize size) throws ImageRejectedException, IOException {
    if (profiled) {
      try {
        return pixels(scope, size, true);
      } catch (VipsException unusable) {
        // A profile that is broken or made for other colours is no reason to refuse the photo: sRGB
        // is then the best guess. Where the pixels are what is broken, the second attempt says so.
      }
    }
    try {
      return pixels(scope, size, false);
    } catch (VipsException e) {
      throw Refusals.undecodable(e);
    }
  }

  /** The image's own size, turned upright. */
  ImageSize size() {
    return new ImageSize(info.width(), info.height());
  }

  private VipsImage pixels(VipsScope scope, ImageSize size, boolean byProfile)
      throws VipsException, IOException {
    VipsOperation resize =
        load(scope, size)
            .then("thumbnail_image")
            .with("width", size.width())
            .with("height", size.height())
            .with("size", "force");
    if (byProfile) {
      resize.with("export-profile", "srgb");
    }
    return resize
        .image()
        .then("colourspace")
        .with("space", "srgb")
        .image()
        .then("cast")
        .with("format", "uchar")
        .image()
        .inMemory();
  }

  private VipsImage load(VipsScope scope, ImageSize size) throws VipsException, IOException {
    VipsOperation load =
        scope
            .operation(info.format().loader())
            .with("source", source.open(scope))
            .with("access", "sequential");
    double shrink =
        Math.min((double) info.width() / size.width(), (double) info.height() / size.height());
    return switch (info.format()) {
      case JPEG ->
          load.with("fail-on", irregular ? "error" : "warning")
              .with("shrink", jpegShrink(shrink))
              .image();
      case WEBP -> load.with("fail-on", "error").with("scale", 1 / Math.max(1, shrink)).image();
      case PNG, HEIC -> load.with("fail-on", "error").image();
    };
  }

  private static int jpegShrink(double shrink) {
    for (int power : JPEG_SHRINKS) {
      if (power <= shrink) {
        return power;
      }
    }
    return 1;
  }
}
