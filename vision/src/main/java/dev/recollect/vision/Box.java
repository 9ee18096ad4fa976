package dev.recollect.vision;

/**
 * An upright rectangle in pixels of the photo that was analysed; fractional, and it may reach over
 * the photo's edge.
 *
 * @param x left edge
 * @param y top edge
 */
public record Box(double x, double y, double width, double height) {

  public double right() {
    return x + width;
  }

  public double bottom() {
    return y + height;
  }

  public double centerX() {
    return x + width / 2;
  }

  public double centerY() {
    return y + height / 2;
  }

  public double area() {
    return width * height;
  }

  /** The same in another scale, such as from decoded pixels to those of the original, or to 0-1. */
  public Box scaled(double factorX, double factorY) {
    return new Box(x * factorX, y * factorY, width * factorX, height * factorY);
  }

  /** Shared area over joint area, 0-1. */
  public double overlap(Box other) {
    double w = Math.min(right(), other.right()) - Math.max(x, other.x);
    double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    if (w <= 0 || h <= 0) {
      return 0;
    }
    double shared = w * h;
    return shared / (area() + other.area() - shared);
  }
}
