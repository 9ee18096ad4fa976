package dev.recollect.vision.face;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.geometry.Border;
import dev.recollect.vision.geometry.Resampler;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.onnx.ModelCall;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The photo at one size, cut into overlapping tiles. Only the rows that one line of tiles needs are
 * held.
 *
 * @param width of the scaled photo in pixels
 * @param height of the scaled photo in pixels
 * @param tallest faces taller than this (in level pixels) are left to coarser levels, where they
 *     are seen better
 */
record PyramidLevel(int width, int height, double tallest) {
  private static final int STEP_X = 240;
  private static final int STEP_Y = 160;
  private static final double EDGE = 2;

  /** The photo scaled so that its long side is {@code longSide}. */
  static PyramidLevel of(Pixels photo, int longSide, double tallest) {
    double scale = (double) longSide / Math.max(photo.width(), photo.height());
    return new PyramidLevel(
        Math.max(1, (int) Math.round(photo.width() * scale)),
        Math.max(1, (int) Math.round(photo.height() * scale)),
        tallest);
  }

  /** The photo scaled so that all of it fits one tile: finds a face that fills the frame. */
  static PyramidLevel whole(Pixels photo) {
    double scale =
        Math.min(
            (double) FaceBoxes.WIDTH / photo.width(), (double) FaceBoxes.HEIGHT / photo.height());
    return new PyramidLevel(
        Math.max(1, (int) Math.round(photo.width() * scale)),
        Math.max(1, (int) Math.round(photo.height() * scale)),
        Double.MAX_VALUE);
  }

  /** Lines of tiles, from top to bottom. */
  int lines() {
    return tiles(height, FaceBoxes.HEIGHT, STEP_Y);
  }

  /**
   * The boxes above {@code threshold} in some lines of tiles, in pixels of the photo.
   *
   * @param from first line
   * @param until the line behind the last
   */
  List<Candidate> scan(Pixels photo, FaceBoxes faces, double threshold, int from, int until) {
    List<Candidate> found = new ArrayList<>();
    Band band = new Band(width);
    try (ModelCall call = faces.call()) {
      for (int line = from; line < until; line++) {
        fill(photo, band, line * STEP_Y, line == from ? 0 : FaceBoxes.HEIGHT - STEP_Y);
        for (int column = 0; column < tiles(width, FaceBoxes.WIDTH, STEP_X); column++) {
          int left = column * STEP_X;
          int top = line * STEP_Y;
          band.copy(left, call.input());
          FaceBoxes.run(call, threshold, box -> keep(photo, box, left, top, found));
        }
      }
    }
    return found;
  }

  private static int tiles(int length, int tile, int step) {
    return 1 + Math.max(0, Math.ceilDiv(length - tile, step));
  }

  /**
   * Brings the rows from {@code top} on into the band; the first {@code kept} are there already,
   * further down.
   */
  private void fill(Pixels photo, Band band, int top, int kept) {
    band.shift(kept);
    int from = top + kept;
    int rows = Math.min(height, top + FaceBoxes.HEIGHT) - from;
    if (rows > 0) {
      double step = photo.height() / (double) height;
      Resampler.resample(
          photo,
          new Window(0, from * step, photo.width(), rows * step),
          width,
          rows,
          Border.REPLICATE,
          FaceBoxes.NORMALIZATION,
          (y, planes) -> band.put(kept + y, planes));
    }
    band.clear(kept + Math.max(0, rows));
  }

  private void keep(Pixels photo, Candidate tileBox, int left, int top, List<Candidate> found) {
    var box = tileBox.box();
    boolean cut =
        (left > 0 && box.x() < EDGE)
            || (top > 0 && box.y() < EDGE)
            || (left + FaceBoxes.WIDTH < width && box.right() > FaceBoxes.WIDTH - EDGE)
            || (top + FaceBoxes.HEIGHT < height && box.bottom() > FaceBoxes.HEIGHT - EDGE);
    if (!cut && box.height() <= tallest) {
      double scale = photo.width() / (double) width;
      double scaleY = photo.height() / (double) height;
      found.add(
          new Candidate(
              (box.x() + left) * scale,
              (box.y() + top) * scaleY,
              box.width() * scale,
              box.height() * scaleY,
              tileBox.score()));
    }
  }

  /** A tile's height of normalised rows, in three planes. */
  private static final class Band {
    private static final float[] NEUTRAL = new float[FaceBoxes.WIDTH];

    private final int width;
    private final float[] values;

    Band(int width) {
      this.width = width;
      this.values = new float[3 * FaceBoxes.HEIGHT * width];
    }

    private int at(int plane, int row) {
      return (plane * FaceBoxes.HEIGHT + row) * width;
    }

    /** Moves the last {@code rows} rows to the top. */
    void shift(int rows) {
      for (int plane = 0; plane < 3; plane++) {
        System.arraycopy(
            values, at(plane, FaceBoxes.HEIGHT - rows), values, at(plane, 0), rows * width);
      }
    }

    void put(int row, float[] planes) {
      for (int plane = 0; plane < 3; plane++) {
        System.arraycopy(planes, plane * width, values, at(plane, row), width);
      }
    }

    /** Neutral from {@code row} on: below the photo. */
    void clear(int row) {
      for (int plane = 0; plane < 3; plane++) {
        Arrays.fill(values, at(plane, row), at(plane, FaceBoxes.HEIGHT), 0);
      }
    }

    void copy(int left, FloatBuffer tile) {
      int inside = Math.min(FaceBoxes.WIDTH, width - left);
      for (int plane = 0; plane < 3; plane++) {
        for (int row = 0; row < FaceBoxes.HEIGHT; row++) {
          int target = (plane * FaceBoxes.HEIGHT + row) * FaceBoxes.WIDTH;
          tile.put(target, values, at(plane, row) + left, inside);
          tile.put(target + inside, NEUTRAL, 0, FaceBoxes.WIDTH - inside);
        }
      }
    }
  }
}
