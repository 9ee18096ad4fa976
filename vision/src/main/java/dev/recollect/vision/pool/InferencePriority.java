package dev.recollect.vision.pool;

/** Who waits for the result. */
public enum InferencePriority {
  /** A person: a selfie search. */
  INTERACTIVE,
  /** Nobody: indexing. */
  INDEX
}
