package dev.recollect.clipping.clip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How clips are searched for, cut and kept. */
@ConfigMapping(prefix = "recollect.clips")
public interface ClipsConfig {

  /** The bucket they lie in; made at the start. */
  @WithDefault("recollect-clips")
  @NotBlank
  String bucket();

  /**
   * Where they are cut, in a folder of this process's own; absent means the system's temporary
   * folder.
   */
  Optional<Path> workFolder();

  /** Threads of an encoder. */
  @WithDefault("2")
  @Min(1)
  @Max(64)
  int encoderThreads();

  /** Searches and clips that may wait or be worked on, over all replicas; one more is sent away. */
  @WithDefault("1000")
  @Min(1)
  int backlog();

  /** When somebody who was sent away may try again. */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  Duration retryAfter();

  /** How long a search waits while videos of its event are being analysed. */
  @WithDefault("10m")
  @DurationMin(seconds = 0)
  Duration patience();
}
