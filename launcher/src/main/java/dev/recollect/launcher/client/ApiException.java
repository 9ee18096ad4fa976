package dev.recollect.launcher.client;

import java.time.Duration;
import java.util.Optional;

/** The suite refused a request, or did not answer it. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int NO_ANSWER = 0;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;
  private final Duration retryAfter;

  private ApiException(int status, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static ApiException refused(int status, String message, Optional<Duration> retryAfter) {
    return new ApiException(status, message, retryAfter.orElse(null), null);
  }

  static ApiException unanswered(String message, Throwable cause) {
    return new ApiException(NO_ANSWER, message, null, cause);
  }

  /** HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed later. */
  public boolean isPassing() {
    return status == NO_ANSWER || status == TOO_MANY_REQUESTS || status >= 500;
  }

  /** How long the suite asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
