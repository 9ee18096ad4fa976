package dev.recollect.imaging;

/**
 * What a file's own structure says, read without decoding.
 *
 * @param width pixels per stored row
 * @param height stored rows
 * @param decodedBytes what must be unfolded however small the wanted picture is; see {@link
 *     ImageLimits}
 * @param irregular whether the file breaks the rules in a way that some cameras do and that harms
 *     nothing, so that the decoder's warnings do not tell damage
 */
record Structure(int width, int height, long decodedBytes, boolean irregular) {
  /** Bytes counted for a pixel of a format that cannot be read at reduced size. */
  private static final int BYTES_PER_PIXEL = 4;

  /** An image whose pixels are all unfolded. */
  static Structure unfolded(long width, long height, int bytesPerPixel)
      throws ImageRejectedException {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw Refusals.corrupt("its size is given as %d x %d".formatted(width, height));
    }
    long pixels = width * height;
    int each = Math.max(BYTES_PER_PIXEL, bytesPerPixel);
    return new Structure(
        (int) width,
        (int) height,
        pixels > Long.MAX_VALUE / each ? Long.MAX_VALUE : pixels * each,
        false);
  }

  long pixels() {
    return (long) width * height;
  }
}
