package dev.recollect.launcher.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Repeats a request that failed for a passing reason, after a growing pause.
 *
 * @param attempts in all, at least 1
 * @param firstPause doubles with every attempt
 * @param longestPause bound of a pause, also of one that the suite asks for
 */
public record Retry(int attempts, Duration firstPause, Duration longestPause) {

  /** A request. */
  @FunctionalInterface
  public interface Request<T> {
    /** Sends it. */
    T send() throws ApiException, IOException;
  }

  /**
   * Sends until it is answered.
   *
   * @throws ApiException the last refusal
   */
  public <T> T run(Request<T> request) throws ApiException, IOException {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return request.send();
      } catch (ApiException e) {
        if (!e.isPassing() || attempt == attempts || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        sleep(e.retryAfter().orElse(pause), e);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private void sleep(Duration wanted, ApiException failure) throws ApiException {
    long bounded = Math.min(wanted.toMillis(), longestPause.toMillis());
    // Spread: uploads that failed together need not come back together.
    long spread = ThreadLocalRandom.current().nextLong(bounded / 4 + 1);
    try {
      Thread.sleep(bounded + spread);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
