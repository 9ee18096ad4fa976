package dev.recollect.imaging;

/**
 * What the headers of an accepted image say.
 *
 * @param format the format found by content
 * @param width pixels per row as a viewer shows the image, that is, after the orientation is
 *     applied
 * @param height rows as a viewer shows the image
 * @param orientation the EXIF orientation 1..8 that the stored pixels carry; 1 where none is given,
 *     and for HEIC, whose container turns the pixels itself
 */
public record ImageInfo(ImageFormat format, int width, int height, int orientation) {
  /** Checks the ranges. */
  public ImageInfo {
    if (width < 1 || height < 1 || orientation < 1 || orientation > 8) {
      throw new IllegalArgumentException(
          "%d x %d, orientation %d".formatted(width, height, orientation));
    }
  }
}
