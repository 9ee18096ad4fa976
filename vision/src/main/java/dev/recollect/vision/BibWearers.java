package dev.recollect.vision;

import java.util.List;
import java.util.OptionalInt;

/**
 * Guesses who wears a bib: a number on the torso below a face. A hint, never a filter: the runner's
 * face may be hidden while the bib is in plain view.
 */
public final class BibWearers {
  /** Sideways distance from the face's centre line, in face widths. */
  private static final double SIDEWAYS = 1.6;

  /** Depth below the chin, in face heights. */
  private static final double BELOW = 4.5;

  /** Height of the number, in face heights; more is a banner or a clock. */
  private static final double TALLEST = 1.2;

  /** The share of doubt that a face takes away. */
  private static final double CONFIRMS = .5;

  private BibWearers() {}

  /**
   * Links a reading with the nearest face that may belong to it.
   *
   * @param faces boxes of all faces of the picture, in its pixels
   */
  public static PhotoBib link(BibReading reading, List<Box> faces) {
    int best = -1;
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < faces.size(); i++) {
      Box face = faces.get(i);
      Box bib = reading.box();
      double sideways = Math.abs(bib.centerX() - face.centerX()) / face.width();
      double below = (bib.centerY() - face.bottom()) / face.height();
      boolean fits =
          sideways <= SIDEWAYS
              && below >= 0
              && below <= BELOW
              && Math.min(bib.width(), bib.height()) < TALLEST * face.height();
      double distance = Math.hypot(sideways, below);
      if (fits && distance < nearest) {
        nearest = distance;
        best = i;
      }
    }
    return best < 0
        ? new PhotoBib(reading, OptionalInt.empty(), reading.confidence())
        : new PhotoBib(
            reading, OptionalInt.of(best), 1 - (1 - reading.confidence()) * (1 - CONFIRMS));
  }
}
