package dev.recollect.vision.geometry;

import dev.recollect.imaging.Pixels;

/**
 * Straightens a quadrilateral of a photo into an upright picture: perspective transform, bicubic
 * (Keys, a = -0.75), edges replicated. Stateless.
 */
public final class PerspectiveCrop {
  private static final double A = -.75;

  private PerspectiveCrop() {}

  /**
   * @param corners in pixels of the photo, reading order
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   */
  public static Pixels cut(Pixels photo, Quad corners, int width, int height) {
    double[] h = homography(corners, width, height);
    byte[] target = new byte[width * height * 3];
    double[] wx = new double[4];
    double[] wy = new double[4];
    int[] columns = new int[4];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double z = h[6] * x + h[7] * y + 1;
        double px = (h[0] * x + h[1] * y + h[2]) / z;
        double py = (h[3] * x + h[4] * y + h[5]) / z;
        int ix = (int) Math.floor(px);
        int iy = (int) Math.floor(py);
        weights(px - ix, wx);
        weights(py - iy, wy);
        for (int k = 0; k < 4; k++) {
          columns[k] = Math.clamp(ix - 1L + k, 0, photo.width() - 1) * 3;
        }
        pixel(photo, columns, iy, wx, wy, target, at);
        at += 3;
      }
    }
    return new Pixels(width, height, target);
  }

  private static void pixel(
      Pixels photo, int[] columns, int iy, double[] wx, double[] wy, byte[] target, int at) {
    byte[] rgb = photo.rgb();
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int k = 0; k < 4; k++) {
      int row = Math.clamp(iy - 1L + k, 0, photo.height() - 1) * photo.width() * 3;
      for (int l = 0; l < 4; l++) {
        double weight = wy[k] * wx[l];
        int source = row + columns[l];
        red += weight * (rgb[source] & 0xff);
        green += weight * (rgb[source + 1] & 0xff);
        blue += weight * (rgb[source + 2] & 0xff);
      }
    }
    target[at] = toByte(red);
    target[at + 1] = toByte(green);
    target[at + 2] = toByte(blue);
  }

  private static byte toByte(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  /** Keys' cubic kernel at the four neighbours of a position {@code f} past the second. */
  private static void weights(double f, double[] w) {
    w[0] = ((A * (f + 1) - 5 * A) * (f + 1) + 8 * A) * (f + 1) - 4 * A;
    w[1] = ((A + 2) * f - (A + 3)) * f * f + 1;
    double g = 1 - f;
    w[2] = ((A + 2) * g - (A + 3)) * g * g + 1;
    w[3] = 1 - w[0] - w[1] - w[2];
  }

  /**
   * Takes target positions to photo positions. Closed form for a square (Heckbert, 1989, section
   * 2.2.3), composed with the scale of the target.
   */
  private static double[] homography(Quad q, int width, int height) {
    double sx = q.x0() - q.x1() + q.x2() - q.x3();
    double sy = q.y0() - q.y1() + q.y2() - q.y3();
    double dx1 = q.x1() - q.x2();
    double dx2 = q.x3() - q.x2();
    double dy1 = q.y1() - q.y2();
    double dy2 = q.y3() - q.y2();
    double det = dx1 * dy2 - dx2 * dy1;
    double g = det == 0 ? 0 : (sx * dy2 - dx2 * sy) / det;
    double h = det == 0 ? 0 : (dx1 * sy - sx * dy1) / det;
    return new double[] {
      (q.x1() - q.x0() + g * q.x1()) / width,
      (q.x3() - q.x0() + h * q.x3()) / height,
      q.x0(),
      (q.y1() - q.y0() + g * q.y1()) / width,
      (q.y3() - q.y0() + h * q.y3()) / height,
      q.y0(),
      g / width,
      h / height
    };
  }
}
