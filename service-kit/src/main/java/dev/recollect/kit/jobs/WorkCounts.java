package dev.recollect.kit.jobs;

/** How many items of an event, or of a whole queue, are in which state. */
public record WorkCounts(long pending, long done, long dead) {

  public long total() {
    return pending + done + dead;
  }
}
