package dev.recollect.vision;

import java.util.List;

/**
 * What was found in one photo.
 *
 * @param faces largest first
 * @param bibs from top to bottom, low confidences included
 */
public record PhotoAnalysis(List<PhotoFace> faces, List<PhotoBib> bibs) {
  /** Copies the lists. */
  public PhotoAnalysis {
    faces = List.copyOf(faces);
    bibs = List.copyOf(bibs);
  }
}
