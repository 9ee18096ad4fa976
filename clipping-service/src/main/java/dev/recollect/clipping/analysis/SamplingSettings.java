package dev.recollect.clipping.analysis;

/**
 * Which pictures of a video are looked at, and how.
 *
 * @param perSecond pictures a second, above 0; the first picture of each shot comes on top
 * @param shotScore difference between two pictures, 0-1, above which a new shot begins
 * @param longSide pixels of the longer side that pictures are scaled down to; smaller ones stay
 */
public record SamplingSettings(double perSecond, double shotScore, int longSide) {

  /** Two a second, 960 pixels: faces of a fortieth of the width are found. */
  public static final SamplingSettings DEFAULTS = new SamplingSettings(2, 0.3, 960);

  /** Refuses what samples nothing. */
  public SamplingSettings {
    boolean inRange =
        perSecond > 0 && perSecond <= 60 && shotScore > 0 && shotScore <= 1 && longSide >= 64;
    if (!inRange) {
      throw new IllegalArgumentException(
          "sampling %s pictures a second, shots at %s, %d pixels"
              .formatted(perSecond, shotScore, longSide));
    }
  }
}
