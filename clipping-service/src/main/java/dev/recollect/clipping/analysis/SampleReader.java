package dev.recollect.clipping.analysis;

import dev.recollect.imaging.Pixels;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.ToolRun;
import dev.recollect.video.VideoInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The sampled pictures of a chunk, as they are decoded. A few are held ahead, so that decoding and
 * what is done with the pictures go on at the same time; when nobody takes them, ffmpeg waits.
 *
 * <p>For one thread; an interrupt ends its waiting, and closing ends ffmpeg.
 */
public final class SampleReader implements AutoCloseable {
  private static final int AHEAD = 3;

  private final ToolRun run;
  private final SampleTimes times;
  private final VideoInfo info;
  private final double shotScore;
  private final int width;
  private final int height;
  private final BlockingQueue<Optional<byte[]>> decoded = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;

  SampleReader(
      ToolRun run, SampleTimes times, VideoInfo info, double shotScore, int width, int height) {
    this.run = run;
    this.times = times;
    this.info = info;
    this.shotScore = shotScore;
    this.width = width;
    this.height = height;
    this.reader = Thread.ofPlatform().daemon().name("frames").start(this::readAhead);
  }

  /** A platform thread: it waits for a pipe, where a virtual one would hold its carrier. */
  private void readAhead() {
    try {
      byte[] rgb;
      do {
        rgb = run.output().readNBytes(3 * width * height);
        boolean whole = rgb.length == 3 * width * height;
        decoded.put(whole ? Optional.of(rgb) : Optional.empty());
      } while (rgb.length == 3 * width * height);
    } catch (IOException killed) {
      endWithoutPicture();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void endWithoutPicture() {
    try {
      decoded.put(Optional.empty());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The next picture.
   *
   * @return empty after the last one
   * @throws FfmpegException if decoding failed
   */
  public Optional<Sample> next() throws FfmpegException, InterruptedException {
    Optional<byte[]> rgb = decoded.take();
    if (rgb.isEmpty()) {
      run.awaitSuccess();
      return Optional.empty();
    }
    SampleTimes.Mark mark = times.next();
    return Optional.of(
        new Sample(
            Duration.ofNanos(Math.round(info.seconds(mark.tick()) * 1e9)),
            mark.shotScore() > shotScore,
            new Pixels(width, height, rgb.get())));
  }

  @Override
  public void close() {
    run.close();
    reader.interrupt();
  }
}
