package dev.recollect.search.face;

import java.util.UUID;

/**
 * A face that is similar to the one asked for.
 *
 * @param faceNo which face of the photo, from 0
 * @param similarity cosine, -1 to 1
 */
public record FaceMatch(UUID photoId, int faceNo, double similarity) {}
