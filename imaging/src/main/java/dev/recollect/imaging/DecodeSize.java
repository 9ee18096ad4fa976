package dev.recollect.imaging;

/**
 * How large a decoded image shall be; the aspect ratio is kept. An image whose longer side has at
 * most {@code most} pixels keeps its size. A larger one is halved, quartered or divided by eight,
 * which the decoder of JPEG does for next to nothing, if that ends within the two bounds, sides
 * rounded down; otherwise it gets {@code most}, the short side rounded to the nearest pixel.
 *
 * @param least pixels of the longer side, at least 1
 * @param most pixels of the longer side, at least {@code least}
 */
public record DecodeSize(int least, int most) {
  private static final int[] DIVISORS = {2, 4, 8};

  /** Checks the range. */
  public DecodeSize {
    if (least < 1) {
      throw new IllegalArgumentException("long side " + least + " is not positive");
    }
    if (most < least) {
      throw new IllegalArgumentException("long side between " + least + " and " + most);
    }
  }

  /** At most this long side; smaller images keep their size. */
  public static DecodeSize atMost(int longSide) {
    return new DecodeSize(longSide, longSide);
  }

  /** Whatever is cheapest in between; smaller images keep their size. */
  public static DecodeSize between(int least, int most) {
    return new DecodeSize(least, most);
  }

  ImageSize of(int width, int height) {
    int own = Math.max(width, height);
    if (own <= most) {
      return new ImageSize(width, height);
    }
    for (int divisor : DIVISORS) {
      int longSide = own / divisor;
      if (longSide >= least && longSide <= most) {
        return new ImageSize(Math.max(1, width / divisor), Math.max(1, height / divisor));
      }
    }
    return new ImageSize(scaled(width, own), scaled(height, own));
  }

  private int scaled(int side, int own) {
    return Math.max(1, (int) Math.round((double) side * most / own));
  }
}
