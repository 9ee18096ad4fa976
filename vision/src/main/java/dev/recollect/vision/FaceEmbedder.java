package dev.recollect.vision;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.model.SimilarityCalibration;

/** Turns a face into a vector. Safe for any number of threads; works on the calling thread. */
public interface FaceEmbedder {
  /** Names the embedding space; embeddings of two ids never meet. */
  String modelId();

  /** Length of the vectors. */
  int dimension();

  /** What thresholds mean for this model. */
  SimilarityCalibration calibration();

  /**
   * @param photo the pixels in which the face was detected
   * @return of length 1
   */
  FaceEmbedding embed(Pixels photo, DetectedFace face);
}
