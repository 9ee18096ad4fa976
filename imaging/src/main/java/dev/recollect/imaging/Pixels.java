package dev.recollect.imaging;

import java.util.Objects;

/**
 * A decoded image: 8-bit sRGB, orientation applied, alpha flattened onto white.
 *
 * <p>The array is handed over, not copied: whoever holds a {@code Pixels} must treat it as
 * read-only once it is shared between threads. Equality is that of records with arrays, by identity
 * of {@code rgb}.
 *
 * @param width pixels per row, at least 1
 * @param height rows, at least 1
 * @param rgb rows from top to bottom, interleaved R, G, B, without padding: {@code 3 * width *
 *     height} bytes, each 0..255 (unsigned)
 */
@SuppressWarnings(
    "ArrayRecordComponent") // megabytes of pixels: a defensive copy or a List would cost more than
// it guards
public record Pixels(int width, int height, byte[] rgb) {
  /** Checks that the array has exactly the bytes that the dimensions ask for. */
  public Pixels {
    Objects.requireNonNull(rgb, "rgb");
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "%d x %d pixels need %d bytes of RGB, not %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }
}
