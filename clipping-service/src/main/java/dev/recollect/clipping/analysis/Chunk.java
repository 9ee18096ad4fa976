package dev.recollect.clipping.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a video that is analysed in one go: done as a whole, or not at all.
 *
 * @param index from 0
 * @param start from the beginning of the video
 * @param end exclusive; the last chunk's reaches past the video's last picture
 */
public record Chunk(int index, Duration start, Duration end) {
  private static final Duration PAST_THE_END = Duration.ofDays(1);

  /**
   * The chunks of a video, in order. A remainder shorter than half a chunk belongs to the one
   * before it.
   *
   * @param video its length, above 0
   */
  public static List<Chunk> of(Duration video, Duration length) {
    int count = (int) Math.max(1, Math.round((double) video.toNanos() / length.toNanos()));
    List<Chunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Duration end = i + 1 == count ? video.plus(PAST_THE_END) : length.multipliedBy(i + 1L);
      chunks.add(new Chunk(i, length.multipliedBy(i), end));
    }
    return chunks;
  }
}
