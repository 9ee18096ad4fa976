package dev.recollect.vision.face;

import dev.recollect.vision.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A box that may be a face, with the detector's score (0-1). */
record Candidate(Box box, double score) {

  Candidate(double x, double y, double width, double height, double score) {
    this(new Box(x, y, width, height), score);
  }

  /** In other coordinates: {@code scale * position + shift}. */
  Candidate moved(double scale, double shiftX, double shiftY) {
    return new Candidate(
        box.x() * scale + shiftX,
        box.y() * scale + shiftY,
        box.width() * scale,
        box.height() * scale,
        score);
  }

  /** Whether the boxes overlap by more than {@code most} (intersection over union). */
  boolean overlaps(Candidate other, double most) {
    return box.overlap(other.box) > most;
  }

  /**
   * Greedy non-maximum suppression: best first, without those that overlap a better one by more
   * than {@code most}.
   */
  static List<Candidate> distinct(List<Candidate> candidates, double most) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble(Candidate::score).reversed());
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : sorted) {
      if (kept.stream().noneMatch(better -> better.overlaps(candidate, most))) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
