package dev.recollect.imaging;

/**
 * How large a decoded image shall be; the aspect ratio is kept and the short side rounded to the
 * nearest pixel.
 *
 * @param longSide pixels of the longer side, at least 1; an image that is smaller keeps its size
 */
public record DecodeSize(int longSide) {
  /** Checks the range. */
  public DecodeSize {
    if (longSide < 1) {
      throw new IllegalArgumentException("long side " + longSide + " is not positive");
    }
  }

  /** At most this long side; smaller images keep their size. */
  public static DecodeSize atMost(int longSide) {
    return new DecodeSize(longSide);
  }

  ImageSize of(int width, int height) {
    int own = Math.max(width, height);
    if (own <= longSide) {
      return new ImageSize(width, height);
    }
    return new ImageSize(scaled(width, own), scaled(height, own));
  }

  private int scaled(int side, int own) {
    return Math.max(1, (int) Math.round((double) side * longSide / own));
  }
}
