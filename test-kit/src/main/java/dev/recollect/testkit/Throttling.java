package dev.recollect.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Gets the answer for callers that ask too often, without asking that often. */
public final class Throttling {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Throttling() {}

  /**
   * Asks while what the caller may ask for is used up as fast as time gives it back.
   *
   * @param spend takes one request off; throws while there is none left
   * @param refused whether this is the answer that is wanted
   */
  public static <T> T refusal(Runnable spend, Supplier<T> request, Predicate<T> refused) {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch usedUp = new CountDownLatch(1);
    Thread spender =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!stop.get()) {
                    exhaust(spend, stop);
                    usedUp.countDown();
                  }
                });
    try {
      if (!usedUp.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("there is no end of what may be spent");
      }
      return ask(request, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      stop.set(true);
    }
  }

  private static <T> T ask(Supplier<T> request, Predicate<T> refused) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      T answer = request.get();
      if (refused.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("never refused, last " + answer);
      }
    }
  }

  private static void exhaust(Runnable spend, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        spend.run();
      }
    } catch (RuntimeException usedUp) {
      // That is what it is run for.
    }
  }
}
