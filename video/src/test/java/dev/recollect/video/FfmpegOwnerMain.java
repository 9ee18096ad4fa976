package dev.recollect.video;

import java.time.Duration;
import java.util.List;

/** An owner for {@link FfmpegTest} to kill: starts an endless run and prints its process id. */
final class FfmpegOwnerMain {
  private FfmpegOwnerMain() {}

  public static void main(String[] args) throws Exception {
    try (ToolRun run =
        TestVideos.ffmpeg()
            .open(
                List.of("-re", "-f", "lavfi", "-i", TestVideos.PATTERN, "-f", "null", "-"),
                Duration.ofMinutes(1))) {
      System.out.println(run.pid());
      Thread.currentThread().join();
    }
  }
}
