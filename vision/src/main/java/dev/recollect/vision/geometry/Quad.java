package dev.recollect.vision.geometry;

/**
 * Four corners in reading order: 0 top left, 1 top right, 2 bottom right, 3 bottom left. In pixels.
 */
public record Quad(
    double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {

  /** The same in another scale. */
  public Quad scaled(double sx, double sy) {
    return new Quad(x0 * sx, y0 * sy, x1 * sx, y1 * sy, x2 * sx, y2 * sy, x3 * sx, y3 * sy);
  }

  /** The same elsewhere. */
  public Quad moved(double dx, double dy) {
    return new Quad(x0 + dx, y0 + dy, x1 + dx, y1 + dy, x2 + dx, y2 + dy, x3 + dx, y3 + dy);
  }

  /** The longer of the upper and the lower side. */
  public double width() {
    return Math.max(Math.hypot(x1 - x0, y1 - y0), Math.hypot(x2 - x3, y2 - y3));
  }

  /** The longer of the left and the right side. */
  public double height() {
    return Math.max(Math.hypot(x3 - x0, y3 - y0), Math.hypot(x2 - x1, y2 - y1));
  }

  /** Longer on the left and on the right by {@code share} of its height. */
  public Quad widened(double share) {
    double width = width();
    if (width == 0) {
      return this;
    }
    double by = share * height() / width;
    double ux = (x1 - x0) * by;
    double uy = (y1 - y0) * by;
    double lx = (x2 - x3) * by;
    double ly = (y2 - y3) * by;
    return new Quad(x0 - ux, y0 - uy, x1 + ux, y1 + uy, x2 + lx, y2 + ly, x3 - lx, y3 - ly);
  }

  public double left() {
    return Math.min(Math.min(x0, x1), Math.min(x2, x3));
  }

  public double right() {
    return Math.max(Math.max(x0, x1), Math.max(x2, x3));
  }

  public double top() {
    return Math.min(Math.min(y0, y1), Math.min(y2, y3));
  }

  public double bottom() {
    return Math.max(Math.max(y0, y1), Math.max(y2, y3));
  }
}
