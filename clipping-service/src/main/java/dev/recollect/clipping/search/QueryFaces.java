package dev.recollect.clipping.search;

import dev.recollect.vision.FaceEmbedding;
import java.util.List;

/**
 * Who is searched for.
 *
 * @param modelId names the space of the embeddings
 * @param faces of one person; empty when nobody is known by a bib number
 * @param thresholdPercent matches below it do not count, 0-100
 * @param facesInSelfie how many faces the selfie shows; 1 where there was none to look at
 */
record QueryFaces(
    String modelId, List<FaceEmbedding> faces, double thresholdPercent, int facesInSelfie) {
  QueryFaces {
    faces = List.copyOf(faces);
  }
}
