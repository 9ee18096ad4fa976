package dev.recollect.launcher.ingest;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a piece of work is and when it will be done: a bar on a terminal, now and then a
 * line elsewhere. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
  private static final int REDRAW_MILLIS = 200;
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);
  private static final int LONGEST_BAR = 110;

  private final String task;
  private final ProgressBar bar;
  private final long begin = System.nanoTime();
  private long lastLine = begin;
  private long done;
  private long total;

  /**
   * Begins.
   *
   * @param task what is done, a few words
   * @param total steps in all
   */
  public Progress(String task, long total) {
    this.task = task;
    this.total = total;
    this.bar = onTerminal() ? bar(task, total) : null;
  }

  private static boolean onTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  private static ProgressBar bar(String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setMaxRenderedLength(LONGEST_BAR)
        .showSpeed()
        .build();
  }

  /** One more step is done. */
  public synchronized void step() {
    to(done + 1, total);
  }

  /** So many of so many steps are done. */
  public synchronized void to(long steps, long ofSteps) {
    done = steps;
    total = ofSteps;
    if (bar != null) {
      bar.maxHint(ofSteps);
      bar.stepTo(steps);
    } else if (System.nanoTime() - lastLine > LINE_INTERVAL.toNanos()) {
      lastLine = System.nanoTime();
      line();
    }
  }

  private void line() {
    double seconds = (System.nanoTime() - begin) / 1e9;
    String eta = done == 0 ? "" : ", about %.0f s left".formatted(seconds / done * (total - done));
    System.out.printf("%s: %d of %d%s%n", task, done, total, eta);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else {
      System.out.printf(
          "%s: %d of %d in %.1f s%n", task, done, total, (System.nanoTime() - begin) / 1e9);
    }
  }
}
