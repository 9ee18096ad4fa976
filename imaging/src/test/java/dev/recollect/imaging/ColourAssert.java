package dev.recollect.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;

/** Compares colours channel by channel. */
final class ColourAssert {
  /** Rounding of one conversion. */
  static final int EXACT = 1;

  /**
   * What JPEG at quality 75 and above, 4:2:0, does to the middle of a flat area: the DC step is at
   * most 8 of 255.
   */
  static final int JPEG = 4;

  private ColourAssert() {}

  static void assertColour(Color actual, Color expected, int tolerance) {
    assertThat(
            Math.max(
                Math.abs(actual.getRed() - expected.getRed()),
                Math.max(
                    Math.abs(actual.getGreen() - expected.getGreen()),
                    Math.abs(actual.getBlue() - expected.getBlue()))))
        .as("%s instead of %s", actual, expected)
        .isLessThanOrEqualTo(tolerance);
  }
}
