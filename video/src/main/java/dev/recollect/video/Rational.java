package dev.recollect.video;

/**
 * A fraction as media files have them: 1/15360 seconds per tick, 30000/1001 frames per second.
 *
 * @param numerator not negative
 * @param denominator above 0
 */
public record Rational(long numerator, long denominator) {

  /** Refuses what is no fraction. */
  public Rational {
    if (numerator < 0 || denominator <= 0) {
      throw new IllegalArgumentException("not a fraction: " + numerator + "/" + denominator);
    }
  }

  /**
   * Reads {@code 30000/1001}, {@code 4:3} or {@code 25}.
   *
   * @return {@code 0/1} for what ffprobe writes when it does not know: {@code 0/0}, nothing
   */
  public static Rational parse(String text) {
    String[] parts = text.split("[/:]", 2);
    try {
      long numerator = Long.parseLong(parts[0]);
      long denominator = parts.length > 1 ? Long.parseLong(parts[1]) : 1;
      return denominator <= 0 || numerator < 0
          ? new Rational(0, 1)
          : new Rational(numerator, denominator);
    } catch (NumberFormatException unknown) {
      return new Rational(0, 1);
    }
  }

  /** The nearest double. */
  public double value() {
    return (double) numerator / denominator;
  }

  /** As a time base: seconds of a number of ticks. */
  public double seconds(long ticks) {
    return (double) ticks * numerator / denominator;
  }

  /** As a time base: the tick nearest to a time. */
  public long ticks(double seconds) {
    return Math.round(seconds * denominator / numerator);
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
