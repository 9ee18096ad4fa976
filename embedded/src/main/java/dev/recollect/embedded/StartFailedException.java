package dev.recollect.embedded;

/** A server did not come up; the message is for the person at the keyboard and says what to do. */
public class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a reason. */
  public StartFailedException(String message) {
    super(message);
  }

  /** With a reason and what lies behind it. */
  public StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
