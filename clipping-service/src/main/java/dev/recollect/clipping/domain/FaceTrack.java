package dev.recollect.clipping.domain;

import dev.recollect.vision.FaceEmbedding;
import java.util.List;

/**
 * One face followed through a stretch of a video.
 *
 * @param sightings at least one, in the order of time
 * @param embeddings what the face looked like: few, each unlike the others, of the best sightings
 */
public record FaceTrack(List<Sighting> sightings, List<FaceEmbedding> embeddings) {

  /** Copies the lists. */
  public FaceTrack {
    sightings = List.copyOf(sightings);
    embeddings = List.copyOf(embeddings);
  }
}
