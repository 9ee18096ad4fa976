package dev.recollect.search.face;

import dev.recollect.vision.FaceEmbedding;
import java.util.List;

/**
 * Faces to search for elsewhere, such as in videos.
 *
 * @param modelId of the model that made every one of them
 * @param thresholdPercent in force, 0-100
 */
public record SearchedFaces(String modelId, List<FaceEmbedding> faces, double thresholdPercent) {
  public SearchedFaces {
    faces = List.copyOf(faces);
  }
}
