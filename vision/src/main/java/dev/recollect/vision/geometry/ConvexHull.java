package dev.recollect.vision.geometry;

/** Convex hull by monotone chain (Andrew, 1979). */
final class ConvexHull {

  private ConvexHull() {}

  /**
   * @param points x0,y0,x1,y1,... sorted by y, then x; at least one; may repeat
   * @return the corners in order, none of them on a straight line between its neighbours
   */
  static double[] of(int[] points) {
    int n = points.length / 2;
    int[] hull = new int[2 * n + 2];
    int size = chain(points, hull, 0, 0, n, 1);
    int lower = size - 1;
    size = lower + chain(points, hull, lower, n - 1, -1, -1);
    // The last point of the upper chain is the first of the lower one.
    int corners = Math.max(1, size - 1);
    double[] result = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      result[2 * i] = points[2 * hull[i]];
      result[2 * i + 1] = points[2 * hull[i] + 1];
    }
    return result;
  }

  /** Appends one side of the hull at {@code base}; returns how many indexes it holds. */
  private static int chain(int[] points, int[] hull, int base, int from, int until, int step) {
    int size = base;
    for (int i = from; i != until; i += step) {
      while (size - base >= 2 && cross(points, hull[size - 2], hull[size - 1], i) <= 0) {
        size--;
      }
      if (size > base && same(points, hull[size - 1], i)) {
        continue;
      }
      hull[size++] = i;
    }
    return size - base;
  }

  private static boolean same(int[] p, int a, int b) {
    return p[2 * a] == p[2 * b] && p[2 * a + 1] == p[2 * b + 1];
  }

  private static long cross(int[] p, int a, int b, int c) {
    return (long) (p[2 * b] - p[2 * a]) * (p[2 * c + 1] - p[2 * a + 1])
        - (long) (p[2 * b + 1] - p[2 * a + 1]) * (p[2 * c] - p[2 * a]);
  }
}
