package dev.recollect.vision.model;

import java.util.List;

/**
 * What a percentage means: the map between the 0-100 scale of events and searches and the cosine of
 * two embeddings of one model. Straight lines between anchors, rising, so that it can be turned
 * round; below the first anchor 0 %, above the last 100 %.
 *
 * <p>80 % is every model's default threshold.
 *
 * @param anchors at least two, rising in both percent and cosine
 */
public record SimilarityCalibration(List<Anchor> anchors) {

  /** The percentage that stands for a model's own default threshold. */
  public static final double DEFAULT_PERCENT = 80;

  /**
   * The shipped model, anchored at measured false accept rates (LFW, all 29.6 million cross pairs):
   * 70 % about 1 in 1,000, 80 % (the default, cosine .42) 1 in 10,000, 90 % 1 in 100,000, 95 % 1 in
   * 1,000,000; 50 % is where the 6,000 official pairs are told apart best.
   */
  public static final SimilarityCalibration FR_FEATURE =
      new SimilarityCalibration(
          List.of(
              new Anchor(0, 0),
              new Anchor(50, .273),
              new Anchor(70, .35),
              new Anchor(80, .42),
              new Anchor(90, .48),
              new Anchor(95, .573),
              new Anchor(100, 1)));

  /**
   * One point of the map.
   *
   * @param percent 0-100
   * @param cosine -1 to 1
   */
  public record Anchor(double percent, double cosine) {}

  /** Refuses anchors that do not rise. */
  public SimilarityCalibration {
    anchors = List.copyOf(anchors);
    if (anchors.size() < 2) {
      throw new IllegalArgumentException("a calibration needs two anchors");
    }
    for (int i = 1; i < anchors.size(); i++) {
      if (!(anchors.get(i).percent > anchors.get(i - 1).percent
          && anchors.get(i).cosine > anchors.get(i - 1).cosine)) {
        throw new IllegalArgumentException("calibration anchors must rise: " + anchors);
      }
    }
  }

  /**
   * For a model of which only one good threshold is known (cosine, between 0 and 1): it becomes 80
   * %.
   */
  public static SimilarityCalibration around(double threshold) {
    return new SimilarityCalibration(
        List.of(new Anchor(0, 0), new Anchor(DEFAULT_PERCENT, threshold), new Anchor(100, 1)));
  }

  /** The cosine that a percentage (0-100) stands for. */
  public double cosine(double percent) {
    Anchor below = anchors.getFirst();
    for (Anchor above : anchors) {
      if (percent <= above.percent) {
        return between(percent, below.percent, above.percent, below.cosine, above.cosine);
      }
      below = above;
    }
    return below.cosine;
  }

  /** The percentage (0-100) of a cosine. */
  public double percent(double cosine) {
    Anchor below = anchors.getFirst();
    for (Anchor above : anchors) {
      if (cosine <= above.cosine) {
        return between(cosine, below.cosine, above.cosine, below.percent, above.percent);
      }
      below = above;
    }
    return below.percent;
  }

  private static double between(double at, double a, double b, double fromA, double toB) {
    return at <= a ? fromA : fromA + (at - a) / (b - a) * (toB - fromA);
  }
}
