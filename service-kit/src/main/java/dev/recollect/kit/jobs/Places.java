package dev.recollect.kit.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * The threads of this replica that a queue may hold at once. A lane that finds none free comes back
 * later, and after those that came before it; however many lanes wait, they come back one by one.
 * Safe for any number of threads.
 */
final class Places {
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration APART = Duration.ofMillis(50);

  private final Semaphore free;
  private final Semaphore shared;
  private Instant lastTurn = Instant.EPOCH;

  /**
   * @param shared what is free for this queue and others together
   */
  Places(int most, Semaphore shared) {
    this.free = new Semaphore(most);
    this.shared = shared;
  }

  /** For queues that may hold all there are. */
  static Places unlimited() {
    return new Places(Integer.MAX_VALUE, new Semaphore(Integer.MAX_VALUE));
  }

  /** Whether there was a place; who got one leaves it. */
  boolean enter() {
    if (!free.tryAcquire()) {
      return false;
    }
    if (!shared.tryAcquire()) {
      free.release();
      return false;
    }
    return true;
  }

  void leave() {
    shared.release();
    free.release();
  }

  /** When a lane is to come back. */
  synchronized Duration turn() {
    Instant now = Instant.now();
    Instant soon = now.plus(SOON);
    Instant next = lastTurn.plus(APART);
    lastTurn = next.isAfter(soon) ? next : soon;
    return Duration.between(now, lastTurn);
  }

  /** When a lane is to come back that has had its turn: at once, unless others wait. */
  synchronized Duration turnAfter() {
    return lastTurn.isAfter(Instant.now()) ? turn() : Duration.ZERO;
  }
}
