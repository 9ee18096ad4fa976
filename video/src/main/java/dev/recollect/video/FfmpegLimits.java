package dev.recollect.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run may use.
 *
 * @param time wall-clock time; the process is killed after it
 * @param memoryBytes address space, enforced by the kernel: allocation fails beyond it
 * @param outputBytes size of each file it writes, enforced by the kernel: the process is killed
 *     beyond it
 */
public record FfmpegLimits(Duration time, long memoryBytes, long outputBytes) {

  /** Refuses limits under which nothing can run. */
  public FfmpegLimits {
    if (time.isNegative() || time.isZero() || memoryBytes < 1 || outputBytes < 1) {
      throw new IllegalArgumentException(
          "limits of ffmpeg must be above 0: %s, %d bytes of memory, %d bytes of output"
              .formatted(time, memoryBytes, outputBytes));
    }
  }

  /** The same with another time. */
  public FfmpegLimits within(Duration otherTime) {
    return new FfmpegLimits(otherTime, memoryBytes, outputBytes);
  }

  List<String> command(List<String> command) {
    List<String> limited =
        new ArrayList<>(
            List.of("prlimit", "--as=" + memoryBytes, "--fsize=" + outputBytes, "--core=0", "--"));
    limited.addAll(command);
    return limited;
  }
}
