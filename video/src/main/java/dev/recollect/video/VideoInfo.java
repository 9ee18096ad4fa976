package dev.recollect.video;

import java.time.Duration;
import java.util.Optional;

/**
 * What a source video is.
 *
 * <p>Times of a video, everywhere in this service, count from its beginning, as a player shows
 * them; the file's own timestamps may begin elsewhere, at {@link #startSeconds}.
 *
 * @param container mp4 (also MOV) or matroska (also WebM)
 * @param startSeconds the file's own timestamp of its beginning
 * @param duration of the pictures, from the beginning of the video to the end of the last one
 * @param frames how many pictures are shown
 */
public record VideoInfo(
    String container,
    double startSeconds,
    Duration duration,
    long frames,
    VideoStream video,
    Optional<AudioStream> audio) {

  /** The tick of the picture stream nearest to a time of the video. */
  public long tick(double seconds) {
    return video.timeBase().ticks(seconds + startSeconds);
  }

  /** The time of the video at a tick of the picture stream. */
  public double seconds(long tick) {
    return video.timeBase().seconds(tick) - startSeconds;
  }
}
