package dev.recollect.clipping.analysis;

import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.ToolRun;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decodes the pictures that are looked at, by ffmpeg, at the size that is needed. Which pictures
 * those are depends on the chunk alone, so a repeated chunk gives the same ones.
 */
public final class FrameSampler {
  private static final double SEEK_LEAD_SECONDS = 0.5;

  private final Ffmpeg ffmpeg;
  private final SamplingSettings settings;
  private final Duration chunkLimit;

  /**
   * @param chunkLimit how long one chunk may take, decoding and all that is done with its pictures
   */
  public FrameSampler(Ffmpeg ffmpeg, SamplingSettings settings, Duration chunkLimit) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
    this.chunkLimit = chunkLimit;
  }

  /** Starts decoding; the caller closes what it gets. */
  public SampleReader open(VideoInput video, VideoInfo info, Chunk chunk)
      throws FfmpegException, InterruptedException {
    VideoStream stream = info.video();
    double aspect = stream.sampleAspect().value() == 0 ? 1 : stream.sampleAspect().value();
    boolean lying = stream.rotation() % 180 == 0;
    double width = stream.displayWidth() * (lying ? aspect : 1);
    double height = stream.displayHeight() * (lying ? 1 : aspect);
    double factor = Math.min(1, settings.longSide() / Math.max(width, height));
    int scaledWidth = (int) Math.max(1, Math.round(width * factor));
    int scaledHeight = (int) Math.max(1, Math.round(height * factor));

    List<String> arguments = new ArrayList<>(List.of("-copyts"));
    double seek = seconds(chunk.start()) - SEEK_LEAD_SECONDS;
    if (seek > 0) {
      arguments.addAll(List.of("-ss", String.format(Locale.ROOT, "%.6f", seek)));
    }
    arguments.addAll(video.arguments());
    arguments.addAll(List.of("-map", "0:V:0", "-an", "-sn", "-dn"));
    arguments.addAll(List.of("-vf", filter(info, chunk, scaledWidth, scaledHeight)));
    arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1"));
    SampleTimes times = new SampleTimes();
    ToolRun run = ffmpeg.open(arguments, chunkLimit, times::take);
    return new SampleReader(run, times, info, settings.shotScore(), scaledWidth, scaledHeight);
  }

  /** The first picture at or after each multiple of the interval, and those that begin a shot. */
  private String filter(VideoInfo info, Chunk chunk, int width, int height) {
    return String.format(
        Locale.ROOT,
        "trim=start_pts=%d:end_pts=%d,"
            + "select='isnan(prev_selected_t)+gt(%s,%s)+gt(scene,%.4f)',"
            + "metadata=print:file=pipe\\\\:2:direct=1,"
            + "scale=%d:%d:flags=area,format=rgb24",
        info.tick(seconds(chunk.start())),
        info.tick(seconds(chunk.end())),
        interval("t", info),
        interval("prev_selected_t", info),
        settings.shotScore(),
        width,
        height);
  }

  /** Number of the interval that a time lies in; a rounding error before it counts as in it. */
  private String interval(String time, VideoInfo info) {
    return String.format(
        Locale.ROOT,
        "floor((%s-(%.6f))*%.6f+0.01)",
        time,
        info.startSeconds(),
        settings.perSecond());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
