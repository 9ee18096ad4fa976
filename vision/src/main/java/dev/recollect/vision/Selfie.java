package dev.recollect.vision;

/**
 * The face of a selfie that is searched for.
 *
 * @param face the largest
 * @param faces how many faces the picture shows, this one included
 */
public record Selfie(PhotoFace face, int faces) {}
