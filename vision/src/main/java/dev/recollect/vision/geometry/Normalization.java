package dev.recollect.vision.geometry;

/**
 * How bytes 0-255 become model input: plane p is {@code (value - mean_p) * scale_p}.
 *
 * @param order order of the planes; the means and scales are in plane order
 */
public record Normalization(
    ColorOrder order,
    float mean0,
    float mean1,
    float mean2,
    float scale0,
    float scale1,
    float scale2) {

  /** Leaves the values as they are. */
  public static final Normalization NONE = uniform(ColorOrder.RGB, 0, 1);

  /** One mean and one scale for all planes. */
  public static Normalization uniform(ColorOrder order, float mean, float scale) {
    return new Normalization(order, mean, mean, mean, scale, scale, scale);
  }

  /** The mean of plane 0, 1 or 2. */
  public float mean(int plane) {
    return plane == 0 ? mean0 : plane == 1 ? mean1 : mean2;
  }

  /** The scale of plane 0, 1 or 2. */
  public float scale(int plane) {
    return plane == 0 ? scale0 : plane == 1 ? scale1 : scale2;
  }
}
