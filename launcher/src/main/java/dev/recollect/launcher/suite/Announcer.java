package dev.recollect.launcher.suite;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Tells the person at the keyboard what happens, a line a step. Safe for use by several threads.
 */
public final class Announcer {
  private final PrintStream out;

  /** Writes to the stream. */
  public Announcer(PrintStream out) {
    this.out = out;
  }

  /** A step that is done. */
  public void step(String name, String what, Duration took) {
    line("%-18s %-32s %5.1f s".formatted(name, what, took.toMillis() / 1_000.0));
  }

  /** Anything else. */
  public void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}
