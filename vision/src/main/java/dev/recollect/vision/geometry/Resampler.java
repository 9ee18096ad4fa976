package dev.recollect.vision.geometry;

import dev.recollect.imaging.Pixels;
import java.util.Arrays;

/**
 * Scales a window of a photo to a target size, row by row, straight into normalised colour planes.
 *
 * <p>Area average where it shrinks, linear where it enlarges, each axis for itself. Nothing larger
 * than a few rows is held, so that a 1,600 px pyramid level costs no image of its own. Stateless;
 * safe for any thread.
 */
public final class Resampler {

  /** Takes the finished rows from top to bottom. */
  @FunctionalInterface
  public interface RowSink {
    /**
     * @param y target row
     * @param planes the three planes of the row, one after the other; reused after the call
     */
    void row(int y, float[] planes);
  }

  private Resampler() {}

  /**
   * @param window what to scale, in pixels of the photo
   * @param width target width in pixels
   * @param height target height in pixels
   */
  public static void resample(
      Pixels photo,
      Window window,
      int width,
      int height,
      Border border,
      Normalization normalization,
      RowSink sink) {
    Taps columns = Taps.of(window.x(), window.width(), width, photo.width(), border);
    Taps rows = Taps.of(window.y(), window.height(), height, photo.height(), border);
    // Neighbouring target rows share at most two source rows, so two slots never compute a source
    // row twice.
    float[][] slots = new float[2][3 * width];
    int[] held = {-1, -1};
    float[] sum = new float[3 * width];
    for (int y = 0; y < height; y++) {
      int first = rows.first[y];
      int count = rows.count[y];
      if (count == 0) {
        Arrays.fill(sum, 0);
      }
      for (int tap = 0; tap < count; tap++) {
        int sourceRow = first + tap;
        int slot = sourceRow & 1;
        if (held[slot] != sourceRow) {
          horizontal(photo, sourceRow, columns, width, normalization, slots[slot]);
          held[slot] = sourceRow;
        }
        accumulate(slots[slot], rows.weights[y * rows.most + tap], tap == 0, sum);
      }
      sink.row(y, sum);
    }
  }

  /**
   * The same into one array of three planes: {@code target[plane * width * height + y * width +
   * x]}.
   */
  public static void resample(
      Pixels photo,
      Window window,
      int width,
      int height,
      Border border,
      Normalization normalization,
      float[] target) {
    resample(
        photo,
        window,
        width,
        height,
        border,
        normalization,
        (y, planes) -> {
          for (int plane = 0; plane < 3; plane++) {
            System.arraycopy(planes, plane * width, target, (plane * height + y) * width, width);
          }
        });
  }

  private static void accumulate(float[] row, float weight, boolean first, float[] sum) {
    if (first) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = weight * row[i];
      }
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * row[i];
      }
    }
  }

  private static void horizontal(
      Pixels photo, int y, Taps columns, int width, Normalization normalization, float[] target) {
    byte[] rgb = photo.rgb();
    int row = y * photo.width() * 3;
    int off0 = normalization.order().offset(0);
    int off2 = normalization.order().offset(2);
    float[] weights = columns.weights;
    for (int x = 0; x < width; x++) {
      float a = 0;
      float b = 0;
      float c = 0;
      int at = row + columns.first[x] * 3;
      int from = x * columns.most;
      int until = from + columns.count[x];
      for (int w = from; w < until; w++, at += 3) {
        float weight = weights[w];
        a += weight * (rgb[at + off0] & 0xff);
        b += weight * (rgb[at + 1] & 0xff);
        c += weight * (rgb[at + off2] & 0xff);
      }
      float sum = columns.sums[x];
      target[x] = (a - sum * normalization.mean0()) * normalization.scale0();
      target[width + x] = (b - sum * normalization.mean1()) * normalization.scale1();
      target[2 * width + x] = (c - sum * normalization.mean2()) * normalization.scale2();
    }
  }
}
