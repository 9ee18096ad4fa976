package dev.recollect.launcher.suite;

import dev.recollect.embedded.OwnedProcess;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts a part again when its process ends although nobody asked for it. */
final class Supervisor {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** A part that ran this long was well: its next failure is a new one. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Part part;
  private final Announcer out;
  private final ScheduledExecutorService timer;
  private final Runnable onChange;
  private volatile boolean stopping;
  private volatile Duration pause = FIRST_PAUSE;
  private Thread restarting;

  /**
   * For one part.
   *
   * @param onChange told when the part ended or is back; must not throw
   */
  Supervisor(Part part, Announcer out, ScheduledExecutorService timer, Runnable onChange) {
    this.part = part;
    this.out = out;
    this.timer = timer;
    this.onChange = onChange;
  }

  /** Begins to watch the part's process; does nothing for a part that runs elsewhere. */
  void watch() {
    part.process().ifPresent(this::watch);
  }

  private void watch(OwnedProcess process) {
    long begin = System.nanoTime();
    var unused =
        process
            .onExit()
            .thenAccept(
                status -> {
                  if (System.nanoTime() - begin > STEADY.toNanos()) {
                    pause = FIRST_PAUSE;
                  }
                  ended(status);
                });
  }

  private void ended(int status) {
    if (stopping) {
      return;
    }
    out.line("%s ended with status %d; starting it again".formatted(part.name(), status));
    onChange.run();
    schedule();
  }

  private void schedule() {
    Duration wait = pause;
    pause =
        wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.multipliedBy(2);
    var unused = timer.schedule(this::beginRestart, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** On a thread of its own: a part may wait for others that have to be started again, too. */
  private synchronized void beginRestart() {
    if (!stopping) {
      restarting = Thread.ofPlatform().daemon().name("restart-" + part.name()).start(this::restart);
    }
  }

  private void restart() {
    long begin = System.nanoTime();
    try {
      part.start();
      out.step(
          part.name(), "back at " + part.address(), Duration.ofNanos(System.nanoTime() - begin));
      onChange.run();
      watch();
    } catch (RuntimeException e) {
      if (!stopping) {
        out.line(e.getMessage());
        schedule();
      }
    }
  }

  /** From now on an end is wanted, also of what is being started just then. */
  synchronized void release() {
    stopping = true;
    if (restarting != null) {
      restarting.interrupt();
    }
  }

  /** Waits, after the release, until nothing is started any more. */
  void awaitRelease() {
    Thread last;
    synchronized (this) {
      last = restarting;
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
