package dev.recollect.kit.jobs;

/** Work that cannot succeed however often it is tried; the item is dead at once. */
public final class PermanentFailureException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message why, for the person who looks at dead items
   */
  public PermanentFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
