package dev.recollect.clipping.search;

import dev.recollect.vision.FaceEmbedding;
import java.util.List;
import java.util.Optional;

/**
 * Who is searched for.
 *
 * @param modelId names the space of the embeddings
 * @param faces of one person; empty when nobody is known by a bib number
 * @param thresholdPercent matches below it do not count, 0-100
 * @param facesInSelfie how many faces the selfie shows; 1 where there was none to look at
 * @param bib that they wear, as it is read in videos; only when it was asked for
 */
record QueryFaces(
    String modelId,
    List<FaceEmbedding> faces,
    double thresholdPercent,
    int facesInSelfie,
    Optional<String> bib) {
  QueryFaces {
    faces = List.copyOf(faces);
  }
}
