package dev.recollect.search.inference;

import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.model.SimilarityCalibration;

/**
 * A loaded face model and its number in the schema.
 *
 * @param modelNo see table {@code model}
 */
public record FaceModelInUse(int modelNo, FaceEmbedder embedder) {

  /** What thresholds in percent mean. */
  public SimilarityCalibration calibration() {
    return embedder.calibration();
  }
}
