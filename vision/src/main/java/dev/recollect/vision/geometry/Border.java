package dev.recollect.vision.geometry;

/** What lies beyond the edge of a photo. */
public enum Border {
  /** The nearest pixel of the photo. */
  REPLICATE,
  /** The mean of the normalisation in force, so zero after it. */
  MEAN
}
