package dev.recollect.vision.geometry;

/**
 * Which source positions make up each target position along one axis, and with what weight.
 *
 * <p>Shrinking averages the covered length (every source pixel counts by the share that is
 * covered), so that nothing aliases; enlarging interpolates linearly between pixel centres. With
 * {@link Border#REPLICATE} the weights of a target add up to 1; with {@link Border#MEAN} what lies
 * outside is left out.
 */
final class Taps {
  final int[] first;
  final int[] count;
  final float[] weights;
  final float[] sums;
  final int most;

  private Taps(int targets, int most) {
    this.first = new int[targets];
    this.count = new int[targets];
    this.sums = new float[targets];
    this.weights = new float[targets * most];
    this.most = most;
  }

  /**
   * @param from left edge of the window in source pixels
   * @param length length of the window in source pixels
   * @param targets number of target positions
   * @param sources number of source positions
   */
  static Taps of(double from, double length, int targets, int sources, Border border) {
    double step = length / targets;
    boolean shrinking = step > 1;
    Taps taps = new Taps(targets, shrinking ? (int) Math.ceil(step) + 2 : 2);
    for (int i = 0; i < targets; i++) {
      if (shrinking) {
        double start = from + i * step;
        double end = start + step;
        for (int j = (int) Math.floor(start); j < end; j++) {
          taps.add(i, j, (Math.min(end, j + 1.0) - Math.max(start, j)) / step, sources, border);
        }
      } else {
        double centre = from + (i + .5) * step - .5;
        int j = (int) Math.floor(centre);
        taps.add(i, j, 1 - (centre - j), sources, border);
        taps.add(i, j + 1, centre - j, sources, border);
      }
    }
    return taps;
  }

  private void add(int target, int source, double weight, int sources, Border border) {
    if (weight <= 1e-9) {
      return;
    }
    int inside = Math.clamp(source, 0, sources - 1);
    if (inside != source && border == Border.MEAN) {
      return;
    }
    int base = target * most;
    if (count[target] == 0) {
      first[target] = inside;
    }
    // Positions arrive in ascending order, so a clamped one repeats the last or the first.
    int slot = inside - first[target];
    count[target] = Math.max(count[target], slot + 1);
    weights[base + slot] += (float) weight;
    sums[target] += (float) weight;
  }
}
