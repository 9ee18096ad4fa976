package dev.recollect.vision;

/**
 * The face of a selfie that is searched for.
 *
 * @param face the largest
 * @param faces how many faces of at least a third of its height the picture shows, this one
 *     included
 */
public record Selfie(PhotoFace face, int faces) {}
