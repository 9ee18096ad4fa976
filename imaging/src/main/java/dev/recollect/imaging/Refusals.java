package dev.recollect.imaging;

import dev.recollect.imaging.ImageRejectedException.Reason;
import java.util.Locale;

/** The sentences that a person reads when a file is refused, in one place. */
final class Refusals {
  private Refusals() {}

  static ImageRejectedException empty() {
    return new ImageRejectedException(Reason.EMPTY, "The file is empty (0 bytes).");
  }

  static ImageRejectedException notAnImage(long size) {
    return refuse(
        Reason.NOT_AN_IMAGE,
        "The file (%d bytes) is not an image; JPEG, PNG, WebP and HEIC photos are accepted.",
        size);
  }

  static ImageRejectedException unsupported(String what) {
    return refuse(
        Reason.UNSUPPORTED_FORMAT,
        "%s is not accepted; JPEG, PNG, WebP and HEIC photos are.",
        what);
  }

  static ImageRejectedException heicUnavailable() {
    return refuse(
        Reason.HEIC_UNAVAILABLE,
        "This server cannot read HEIC photos; send a JPEG instead. (For its operator: install libheif with its HEVC"
            + " decoder, on Debian the packages libheif1 and, from Debian 13 on, libheif-plugin-libde265, and leave HEIC"
            + " switched on.)");
  }

  static ImageRejectedException tooManyBytes(long size, long limit) {
    return refuse(
        Reason.TOO_MANY_BYTES,
        "The file has %.1f MB (%d bytes); at most %.1f MB (%d bytes) are accepted.",
        size / 1e6,
        size,
        limit / 1e6,
        limit);
  }

  static ImageRejectedException tooManyPixels(Structure image, long limit) {
    return refuse(
        Reason.TOO_MANY_PIXELS,
        "The image has %.1f megapixels (%d x %d); at most %.1f are accepted.",
        image.pixels() / 1e6,
        image.width(),
        image.height(),
        limit / 1e6);
  }

  static ImageRejectedException unfoldsTooFar(Structure image, long limit) {
    return refuse(
        Reason.TOO_MANY_PIXELS,
        "The image (%d x %d, %.1f megapixels) unfolds to %d MB when it is read; at most %d MB are accepted for its kind"
            + " of file.",
        image.width(),
        image.height(),
        image.pixels() / 1e6,
        image.decodedBytes() / 1_000_000,
        limit / 1_000_000);
  }

  static ImageRejectedException truncated(long size) {
    return refuse(
        Reason.TRUNCATED,
        "The image is cut off: the file ends after %d bytes, before the image does. Please send it again.",
        size);
  }

  static ImageRejectedException trailing(long end, long size) {
    return refuse(
        Reason.TRAILING_DATA,
        "The image ends after %d bytes, but %d bytes of something else follow. Please save the photo anew and send that.",
        end,
        size - end);
  }

  static ImageRejectedException polyglot(String what) {
    return refuse(Reason.TRAILING_DATA, "The file is an image and %s at the same time.", what);
  }

  static ImageRejectedException corrupt(String what) {
    return refuse(Reason.CORRUPT, "The image is damaged: %s.", what);
  }

  static ImageRejectedException undecodable(Throwable cause) {
    return new ImageRejectedException(
        Reason.CORRUPT, "The image is damaged: its pixels cannot be read.", cause);
  }

  private static ImageRejectedException refuse(Reason reason, String sentence, Object... numbers) {
    return new ImageRejectedException(reason, String.format(Locale.ROOT, sentence, numbers));
  }
}
