package dev.recollect.vision.geometry;

/**
 * Rotation, uniform scale and shift, no reflection: {@code x' = a x - b y + tx, y' = b x + a y +
 * ty}.
 *
 * @param a scale times cosine of the angle
 * @param b scale times sine of the angle
 */
public record Similarity(double a, double b, double tx, double ty) {

  /**
   * The least-squares fit that takes {@code from} to {@code to}; both are x0,y0,x1,y1,... of equal
   * length. Points that all coincide give scale 0.
   */
  public static Similarity fit(float[] from, float[] to) {
    int n = from.length / 2;
    double fx = 0;
    double fy = 0;
    double gx = 0;
    double gy = 0;
    for (int i = 0; i < n; i++) {
      fx += from[2 * i];
      fy += from[2 * i + 1];
      gx += to[2 * i];
      gy += to[2 * i + 1];
    }
    fx /= n;
    fy /= n;
    gx /= n;
    gy /= n;
    double square = 0;
    double dot = 0;
    double cross = 0;
    for (int i = 0; i < n; i++) {
      double ax = from[2 * i] - fx;
      double ay = from[2 * i + 1] - fy;
      double bx = to[2 * i] - gx;
      double by = to[2 * i + 1] - gy;
      square += ax * ax + ay * ay;
      dot += ax * bx + ay * by;
      cross += ax * by - ay * bx;
    }
    double a = square == 0 ? 0 : dot / square;
    double b = square == 0 ? 0 : cross / square;
    return new Similarity(a, b, gx - (a * fx - b * fy), gy - (b * fx + a * fy));
  }

  /** Target length of a source length of 1. */
  public double scale() {
    return Math.hypot(a, b);
  }

  /** The way back. */
  public Similarity inverse() {
    double square = a * a + b * b;
    double ia = a / square;
    double ib = -b / square;
    return new Similarity(ia, ib, -(ia * tx - ib * ty), -(ib * tx + ia * ty));
  }

  public double x(double x, double y) {
    return a * x - b * y + tx;
  }

  public double y(double x, double y) {
    return b * x + a * y + ty;
  }
}
