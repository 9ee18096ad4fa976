package dev.recollect.vision;

import java.util.Arrays;

/**
 * 68 points of a face in 300-W order, in pixels of the photo. Immutable.
 *
 * <p>0-16 jaw, 17-26 brows, 27-35 nose, 36-47 eyes, 48-67 mouth; "left" is the photo's left.
 */
public final class Landmarks {
  /** Number of points. */
  public static final int COUNT = 68;

  private final float[] points;

  /**
   * @param points x0,y0,x1,y1,...: 136 values
   */
  public Landmarks(float[] points) {
    if (points.length != 2 * COUNT) {
      throw new IllegalArgumentException("68 landmarks are 136 values, not " + points.length);
    }
    this.points = points.clone();
  }

  public float x(int point) {
    return points[2 * point];
  }

  public float y(int point) {
    return points[2 * point + 1];
  }

  /**
   * Left eye, right eye, nose tip, left and right mouth corner as x0,y0,...: what face alignment
   * uses.
   */
  public float[] fivePoints() {
    return new float[] {
      mean(36, 42, 0),
      mean(36, 42, 1),
      mean(42, 48, 0),
      mean(42, 48, 1),
      x(30),
      y(30),
      x(48),
      y(48),
      x(54),
      y(54)
    };
  }

  private float mean(int from, int until, int axis) {
    double sum = 0;
    for (int point = from; point < until; point++) {
      sum += points[2 * point + axis];
    }
    return (float) (sum / (until - from));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Landmarks that && Arrays.equals(points, that.points);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(points);
  }
}
