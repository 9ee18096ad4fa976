package dev.recollect.kit.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: 10 s, then three times as long each time, up to four hours, each a fifth
 * longer or shorter by chance, so that a receiver that was down is not hit by everything at once.
 */
final class RetrySchedule {
  private static final double FIRST_SECONDS = 10;
  private static final double FACTOR = 3;
  private static final double LONGEST_SECONDS = 4 * 3600;
  private static final double JITTER = .2;

  private RetrySchedule() {}

  /**
   * The pause after a failed attempt.
   *
   * @param attempt 1 for the first
   */
  static Duration pause(int attempt, RandomGenerator random) {
    double seconds = Math.min(FIRST_SECONDS * Math.pow(FACTOR, attempt - 1), LONGEST_SECONDS);
    double jittered = seconds * random.nextDouble(1 - JITTER, 1 + JITTER);
    return Duration.ofMillis(Math.round(jittered * 1000));
  }
}
