package dev.recollect.launcher.demo;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.FfmpegTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source video for the demo event: a camera that moves slowly over the demo's photos. The person
 * of the example selfie is in the first and the last scene.
 */
final class SampleVideo {
  private static final FfmpegLimits LIMITS =
      new FfmpegLimits(Duration.ofMinutes(5), 4L << 30, 1L << 30);

  /**
   * One scene.
   *
   * @param x left edge of what the camera sees, in pixels, as ffmpeg's expression of the time
   * @param y its upper edge
   */
  private record Scene(String photo, int seconds, String x, int y) {}

  private static final List<Scene> SCENES =
      List.of(
          new Scene("demo-3.jpg", 6, "400+30*t", 60),
          new Scene("demo-5.jpg", 9, "100+40*t", 200),
          new Scene("demo-3.jpg", 5, "600-30*t", 60));

  private SampleVideo() {}

  /**
   * Makes the video unless it is there: 20 s, 1280 x 720.
   *
   * @param photos where {@link SamplePhotos} has put the photos
   */
  static void write(Path photos, Path file) throws InterruptedException {
    if (Files.exists(file)) {
      return;
    }
    Path draft = file.resolveSibling("draft-" + file.getFileName());
    try {
      Ffmpeg ffmpeg =
          new Ffmpeg(
              FfmpegTools.find(Optional.empty(), System.getenv().getOrDefault("PATH", "")), LIMITS);
      ffmpeg.run(arguments(photos, draft), progress -> {});
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | FfmpegException e) {
      throw new StartFailedException("cannot make the demo's video: " + e.getMessage(), e);
    }
  }

  private static List<String> arguments(Path photos, Path target) {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < SCENES.size(); i++) {
      Scene scene = SCENES.get(i);
      arguments.addAll(
          List.of("-loop", "1", "-framerate", "25", "-t", Integer.toString(scene.seconds())));
      arguments.addAll(List.of("-i", photos.resolve(scene.photo()).toString()));
      graph.append(
          "[%d:v]crop=1280:720:x='%s':y=%d,setsar=1,format=yuv420p[s%d];"
              .formatted(i, scene.x(), scene.y(), i));
    }
    for (int i = 0; i < SCENES.size(); i++) {
      graph.append("[s%d]".formatted(i));
    }
    graph.append("concat=n=").append(SCENES.size());
    arguments.addAll(List.of("-filter_complex", graph.toString()));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-g", "50"));
    arguments.addAll(List.of("-movflags", "+faststart", target.toString()));
    return arguments;
  }
}
