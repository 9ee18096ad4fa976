package dev.recollect.vision;

/** A face of a photo and its embedding. */
public record PhotoFace(DetectedFace face, FaceEmbedding embedding) {}
