package dev.recollect.vision.geometry;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A rectangle at any angle.
 *
 * @param centerX of the centre, in pixels
 * @param directionX unit vector along {@code width}
 * @param width length along the direction
 * @param height length across it
 */
public record RotatedRectangle(
    double centerX,
    double centerY,
    double directionX,
    double directionY,
    double width,
    double height) {

  /** The length of the shorter side. */
  public double shortSide() {
    return Math.min(width, height);
  }

  /** Grown on each side by {@code by}. */
  public RotatedRectangle grown(double by) {
    return new RotatedRectangle(
        centerX, centerY, directionX, directionY, width + 2 * by, height + 2 * by);
  }

  /**
   * The rectangle of least area around points, by rotating calipers: it shares a side with their
   * convex hull (Freeman and Shapira, 1975).
   *
   * @param hull convex hull as x0,y0,x1,y1,..., counter-clockwise or clockwise, at least one point
   */
  public static RotatedRectangle around(double[] hull) {
    int n = hull.length / 2;
    RotatedRectangle best = n < 2 ? along(hull, 1, 0) : null;
    for (int i = 0; i < n && n > 1; i++) {
      int j = (i + 1) % n;
      double dx = hull[2 * j] - hull[2 * i];
      double dy = hull[2 * j + 1] - hull[2 * i + 1];
      double length = Math.hypot(dx, dy);
      RotatedRectangle candidate = along(hull, dx / length, dy / length);
      if (best == null || candidate.width * candidate.height < best.width * best.height) {
        best = candidate;
      }
    }
    return best;
  }

  private static RotatedRectangle along(double[] hull, double ux, double uy) {
    double minU = Double.MAX_VALUE;
    double maxU = -Double.MAX_VALUE;
    double minV = Double.MAX_VALUE;
    double maxV = -Double.MAX_VALUE;
    for (int i = 0; i < hull.length; i += 2) {
      double u = hull[i] * ux + hull[i + 1] * uy;
      double v = -hull[i] * uy + hull[i + 1] * ux;
      minU = Math.min(minU, u);
      maxU = Math.max(maxU, u);
      minV = Math.min(minV, v);
      maxV = Math.max(maxV, v);
    }
    double u = (minU + maxU) / 2;
    double v = (minV + maxV) / 2;
    return new RotatedRectangle(u * ux - v * uy, u * uy + v * ux, ux, uy, maxU - minU, maxV - minV);
  }

  /** The corners in reading order: top left, top right, bottom right, bottom left. */
  public Quad corners() {
    double ax = directionX * width / 2;
    double ay = directionY * width / 2;
    double bx = -directionY * height / 2;
    double by = directionX * height / 2;
    double[][] points = {
      {centerX - ax - bx, centerY - ay - by},
      {centerX + ax - bx, centerY + ay - by},
      {centerX + ax + bx, centerY + ay + by},
      {centerX - ax + bx, centerY - ay + by}
    };
    Arrays.sort(points, Comparator.comparingDouble(p -> p[0]));
    boolean leftInOrder = points[0][1] <= points[1][1];
    boolean rightInOrder = points[2][1] <= points[3][1];
    double[] topLeft = leftInOrder ? points[0] : points[1];
    double[] bottomLeft = leftInOrder ? points[1] : points[0];
    double[] topRight = rightInOrder ? points[2] : points[3];
    double[] bottomRight = rightInOrder ? points[3] : points[2];
    return new Quad(
        topLeft[0],
        topLeft[1],
        topRight[0],
        topRight[1],
        bottomRight[0],
        bottomRight[1],
        bottomLeft[0],
        bottomLeft[1]);
  }
}
