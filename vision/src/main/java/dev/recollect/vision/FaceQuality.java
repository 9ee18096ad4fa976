package dev.recollect.vision;

/** How far a face's embedding can be trusted. */
public enum FaceQuality {
  /** 32 pixels high or more. */
  NORMAL,
  /** 20-32 pixels: genuine similarities fall, so a threshold finds fewer of them. */
  LOW
}
