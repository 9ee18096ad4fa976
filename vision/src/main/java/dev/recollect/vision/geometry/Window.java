package dev.recollect.vision.geometry;

/**
 * A rectangle of a photo in pixels with fractional edges; it may reach beyond the photo.
 *
 * @param x left edge; 0 is the left edge of the leftmost pixel, so that a pixel's centre lies at .5
 * @param y top edge
 * @param width in pixels, above 0
 * @param height in pixels, above 0
 */
public record Window(double x, double y, double width, double height) {

  /** The whole of an image of that size. */
  public static Window of(int width, int height) {
    return new Window(0, 0, width, height);
  }
}
