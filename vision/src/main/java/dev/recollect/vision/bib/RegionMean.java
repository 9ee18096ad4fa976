package dev.recollect.vision.bib;

import dev.recollect.vision.geometry.Quad;

/** The mean of a map inside a convex quadrilateral, edges included. */
final class RegionMean {

  private RegionMean() {}

  static double of(float[] map, int width, int height, Quad quad) {
    double[] xs = {quad.x0(), quad.x1(), quad.x2(), quad.x3()};
    double[] ys = {quad.y0(), quad.y1(), quad.y2(), quad.y3()};
    int top = Math.clamp(Math.round(quad.top()), 0, height - 1);
    int bottom = Math.clamp(Math.round(quad.bottom()), 0, height - 1);
    double sum = 0;
    int count = 0;
    for (int y = top; y <= bottom; y++) {
      double left = Double.MAX_VALUE;
      double right = -Double.MAX_VALUE;
      double line = Math.clamp((double) y, quad.top(), quad.bottom());
      for (int i = 0; i < 4; i++) {
        int j = (i + 1) & 3;
        if (Math.min(ys[i], ys[j]) <= line && Math.max(ys[i], ys[j]) >= line) {
          // A level side counts with both ends; for the others this is where the row crosses it.
          boolean level = ys[i] == ys[j];
          double x = level ? xs[i] : xs[i] + (line - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
          left = Math.min(left, level ? Math.min(xs[i], xs[j]) : x);
          right = Math.max(right, level ? Math.max(xs[i], xs[j]) : x);
        }
      }
      int from = Math.clamp(Math.round(left), 0, width - 1);
      int to = Math.clamp(Math.round(right), 0, width - 1);
      for (int x = from; x <= to; x++) {
        sum += map[y * width + x];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
