package dev.recollect.imaging;

/**
 * How large a decoded image shall be; the aspect ratio is kept and the short side rounded to the
 * nearest pixel.
 *
 * @param longSide pixels of the longer side, at least 1
 * @param upscale whether an image that is smaller is enlarged to it; otherwise it keeps its own
 *     size
 */
public record DecodeSize(int longSide, boolean upscale) {
  /** Checks the range. */
  public DecodeSize {
    if (longSide < 1) {
      throw new IllegalArgumentException("long side " + longSide + " is not positive");
    }
  }

  /** At most this long side; smaller images keep their size. */
  public static DecodeSize atMost(int longSide) {
    return new DecodeSize(longSide, false);
  }

  /** Exactly this long side; smaller images are enlarged. */
  public static DecodeSize exactly(int longSide) {
    return new DecodeSize(longSide, true);
  }

  /** The image's own size. */
  public static DecodeSize full() {
    return atMost(Integer.MAX_VALUE);
  }

  ImageSize of(int width, int height) {
    int own = Math.max(width, height);
    if (own == longSide || (own < longSide && !upscale)) {
      return new ImageSize(width, height);
    }
    return new ImageSize(scaled(width, own), scaled(height, own));
  }

  private int scaled(int side, int own) {
    return Math.max(1, (int) Math.round((double) side * longSide / own));
  }
}
