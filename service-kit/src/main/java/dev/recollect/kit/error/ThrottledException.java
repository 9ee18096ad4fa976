package dev.recollect.kit.error;

import java.time.Duration;

/** A caller is over its rate; says when the next request has a chance. */
public final class ThrottledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long limit;
  private final Duration wait;

  /**
   * @param limit requests per minute
   * @param wait until one request fits again
   */
  public ThrottledException(long limit, Duration wait) {
    this("Too many requests", limit, wait);
  }

  /**
   * @param reason without a full stop; shown to the caller
   * @param limit of what there is too much of
   * @param wait until another try makes sense
   */
  public ThrottledException(String reason, long limit, Duration wait) {
    super(reason + "; try again in " + seconds(wait) + " s");
    this.limit = limit;
    this.wait = wait;
  }

  public long limit() {
    return limit;
  }

  /** Whole seconds, at least 1. */
  public long retryAfterSeconds() {
    return seconds(wait);
  }

  private static long seconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}
