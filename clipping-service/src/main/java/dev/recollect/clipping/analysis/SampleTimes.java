package dev.recollect.clipping.analysis;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads what ffmpeg's {@code metadata=print} filter says of each picture that it passes: its tick,
 * and by how much it differs from the one before.
 */
final class SampleTimes {
  private static final String TICK = "pts:";
  private static final String SCORE = "lavfi.scene_score=";
  private static final long LATE_SECONDS = 20;

  record Mark(long tick, double shotScore) {}

  private final BlockingQueue<Mark> marks = new LinkedBlockingQueue<>();
  private long tick;

  /**
   * Takes a line.
   *
   * @return whether it was one of the filter's
   */
  boolean take(String line) {
    if (line.startsWith("frame:")) {
      int at = line.indexOf(TICK) + TICK.length();
      tick = Long.parseLong(line.substring(at).split("\\s", 2)[0]);
      return true;
    }
    if (line.startsWith(SCORE)) {
      marks.add(new Mark(tick, Double.parseDouble(line.substring(SCORE.length()))));
      return true;
    }
    return false;
  }

  /** The next picture's; it was written before the picture. */
  Mark next() throws InterruptedException {
    Mark mark = marks.poll(LATE_SECONDS, TimeUnit.SECONDS);
    if (mark == null) {
      throw new IllegalStateException("ffmpeg passed a picture without its time");
    }
    return mark;
  }
}
