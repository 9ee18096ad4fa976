package dev.recollect.imaging;

/**
 * How renditions are made.
 *
 * @param largeLongSide longer side of the large preview in pixels
 * @param smallLongSide longer side of the thumbnail in pixels, not above the large one
 * @param largeQuality JPEG quality of the large preview, 1..100
 * @param smallQuality JPEG quality of the thumbnail, 1..100
 */
public record RenditionSettings(
    int largeLongSide, int smallLongSide, int largeQuality, int smallQuality) {
  /** 2048 and 480 pixels at quality 85 and 80. */
  public static final RenditionSettings DEFAULT = new RenditionSettings(2048, 480, 85, 80);

  /** Checks the ranges. */
  public RenditionSettings {
    if (smallLongSide < 1 || largeLongSide < smallLongSide) {
      throw new IllegalArgumentException(
          "long sides of %d and %d pixels".formatted(largeLongSide, smallLongSide));
    }
    requireQuality(largeQuality);
    requireQuality(smallQuality);
  }

  private static void requireQuality(int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality " + quality + " is not in 1..100");
    }
  }
}
