package dev.recollect.vision.model;

/**
 * A model cannot be used: missing, not the pinned file, or not what the code expects. The message
 * says which and why.
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
