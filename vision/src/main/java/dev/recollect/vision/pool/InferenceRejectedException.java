package dev.recollect.vision.pool;

/** The inference pool takes no more: as many tasks wait as may. Try again later. */
public final class InferenceRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InferenceRejectedException(String message) {
    super(message);
  }
}
