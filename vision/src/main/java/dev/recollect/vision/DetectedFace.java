package dev.recollect.vision;

/**
 * One face in one photo.
 *
 * @param box around the face, brow to chin, in pixels of the photo
 * @param confidence of the detector, 0-1
 * @param quality by size
 */
public record DetectedFace(Box box, Landmarks landmarks, double confidence, FaceQuality quality) {}
