package dev.recollect.vision.geometry;

import dev.recollect.imaging.Pixels;

/**
 * Cuts a rotated square out of a photo: the aligned face that an embedding model wants. Bilinear;
 * what lies outside the photo is black. Where the photo is more than twice as fine as the target,
 * the part in question is first shrunk by area to 1.5 times the target's resolution, so that fine
 * detail does not alias. Stateless.
 */
public final class SimilarityWarp {
  private static final double SHRINK_BELOW = .5;
  private static final double OVERSAMPLING = 1.5;

  private SimilarityWarp() {}

  /**
   * @param toTarget takes pixel centres of the photo (integers) to pixel centres of the target; its
   *     scale is above 0
   * @param side width and height of the target in pixels
   * @return three planes of side x side, normalised
   */
  public static float[] warp(
      Pixels photo, Similarity toTarget, int side, Normalization normalization) {
    Similarity toPhoto = toTarget.inverse();
    double factor = toTarget.scale() < SHRINK_BELOW ? toTarget.scale() * OVERSAMPLING : 1;
    Cutout cutout = cutOut(photo, toPhoto, side, factor);
    float[] target = new float[3 * side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double px = cutout.x(toPhoto.x(x, y));
        double py = cutout.y(toPhoto.y(x, y));
        int ix = (int) Math.floor(px);
        int iy = (int) Math.floor(py);
        float fx = (float) (px - ix);
        float fy = (float) (py - iy);
        for (int plane = 0; plane < 3; plane++) {
          int color = normalization.order().offset(plane);
          float upper = (1 - fx) * cutout.at(ix, iy, color) + fx * cutout.at(ix + 1, iy, color);
          float lower =
              (1 - fx) * cutout.at(ix, iy + 1, color) + fx * cutout.at(ix + 1, iy + 1, color);
          float value = (1 - fy) * upper + fy * lower;
          target[(plane * side + y) * side + x] =
              (value - normalization.mean(plane)) * normalization.scale(plane);
        }
      }
    }
    return target;
  }

  /** The part of the photo under the target, shrunk by {@code factor}, as planes. */
  private static Cutout cutOut(Pixels photo, Similarity toPhoto, int side, double factor) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int corner = 0; corner < 4; corner++) {
      double cx = (corner & 1) * (side - 1.0);
      double cy = (corner >> 1) * (side - 1.0);
      left = Math.min(left, toPhoto.x(cx, cy));
      right = Math.max(right, toPhoto.x(cx, cy));
      top = Math.min(top, toPhoto.y(cx, cy));
      bottom = Math.max(bottom, toPhoto.y(cx, cy));
    }
    double margin = 2 / factor;
    int x0 = Math.clamp((long) Math.floor(left - margin), 0, photo.width() - 1);
    int y0 = Math.clamp((long) Math.floor(top - margin), 0, photo.height() - 1);
    int x1 = Math.clamp((long) Math.ceil(right + margin), x0 + 1, photo.width());
    int y1 = Math.clamp((long) Math.ceil(bottom + margin), y0 + 1, photo.height());
    int width = Math.max(1, (int) Math.round((x1 - x0) * factor));
    int height = Math.max(1, (int) Math.round((y1 - y0) * factor));
    float[] planes = new float[3 * width * height];
    Resampler.resample(
        photo,
        new Window(x0, y0, x1 - x0, y1 - y0),
        width,
        height,
        Border.REPLICATE,
        Normalization.NONE,
        planes);
    return new Cutout(
        planes, width, height, x0, y0, width / (double) (x1 - x0), height / (double) (y1 - y0));
  }

  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Cutout(
      float[] planes, int width, int height, int x0, int y0, double scaleX, double scaleY) {
    double x(double photoX) {
      return (photoX - x0 + .5) * scaleX - .5;
    }

    double y(double photoY) {
      return (photoY - y0 + .5) * scaleY - .5;
    }

    float at(int x, int y, int color) {
      return x < 0 || y < 0 || x >= width || y >= height
          ? 0
          : planes[(color * height + y) * width + x];
    }
  }
}
