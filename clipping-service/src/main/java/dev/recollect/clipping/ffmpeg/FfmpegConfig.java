package dev.recollect.clipping.ffmpeg;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where ffmpeg is, and what it may use. */
@ConfigMapping(prefix = "recollect.ffmpeg")
public interface FfmpegConfig {

  /**
   * Folder of the executables ffmpeg and ffprobe; absent means the search path, and what comes with
   * the build where they are not on it.
   */
  Optional<Path> folder();

  /** Where those of the build are unpacked, once. */
  @WithDefault(".recollect/ffmpeg")
  Path unpacked();

  /** How long one run may take, unless its work sets another limit. */
  @WithDefault("30m")
  @DurationMin(seconds = 1)
  Duration time();

  /** Address space of a process, in bytes. */
  @WithDefault("4294967296")
  @Min(268435456)
  long memoryBytes();

  /** Largest file a process may write, in bytes. */
  @WithDefault("4294967296")
  @Min(1048576)
  long outputBytes();

  /** Processes of a replica that run at once; further ones wait for their turn. */
  @WithDefault("4")
  @Min(1)
  @Max(256)
  int maxProcesses();
}
