package dev.recollect.clipping.domain;

import java.time.Duration;

/**
 * When two sightings are one face.
 *
 * @param sameFace cosine from which two embeddings are of one person, wherever the faces are
 * @param notOther cosine from which two may be, if the boxes agree too
 * @param overlap shared area over joint area from which boxes agree
 * @param maxGap a face that was not seen for longer has left
 * @param maxEmbeddings kept of a track, at least 1
 * @param newLook cosine below which an embedding shows another side of the face
 */
public record TrackingRules(
    double sameFace,
    double notOther,
    double overlap,
    Duration maxGap,
    int maxEmbeddings,
    double newLook) {

  /** For a model at whose threshold of {@code sameFace} false matches are rare. */
  public static TrackingRules forModel(double sameFace) {
    return new TrackingRules(sameFace, sameFace / 2, 0.3, Duration.ofSeconds(3), 5, 0.8);
  }

  /** Refuses rules that contradict each other. */
  public TrackingRules {
    if (!(notOther <= sameFace) || !(sameFace < newLook) || maxEmbeddings < 1) {
      throw new IllegalArgumentException(
          "tracking: same face %s, not another %s, new look %s, %d embeddings"
              .formatted(sameFace, notOther, newLook, maxEmbeddings));
    }
  }
}
