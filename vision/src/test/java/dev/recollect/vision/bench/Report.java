package dev.recollect.vision.bench;

import java.util.Locale;

/** Prints the rows of the table as they come. */
final class Report {
  private boolean allMet = true;

  void title(String title) {
    System.out.printf("%n%-58s %12s %12s%n", title, "measured", "target");
  }

  void row(String what, String format, Object... values) {
    System.out.printf("%-58s %12s%n", what, String.format(Locale.ROOT, format, values));
  }

  void atLeast(String what, double measured, double target) {
    target(what, measured, ">= %.3f", target, measured >= target);
  }

  void atMost(String what, double measured, double target) {
    target(what, measured, "<= %.3f", target, measured <= target);
  }

  private void target(String what, double measured, String format, double target, boolean met) {
    allMet &= met;
    System.out.printf(
        "%-58s %12s %12s %s%n",
        what,
        String.format(Locale.ROOT, "%.4f", measured),
        String.format(Locale.ROOT, format, target),
        met ? "" : "  MISSED");
  }

  boolean allMet() {
    return allMet;
  }
}
