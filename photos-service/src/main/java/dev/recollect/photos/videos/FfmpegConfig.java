package dev.recollect.photos.videos;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;

/** The ffmpeg that looks at source videos. */
@ConfigMapping(prefix = "recollect.ffmpeg")
public interface FfmpegConfig {

  /** Where ffmpeg and ffprobe lie; absent: on the search path, or those of the build. */
  Optional<Path> folder();

  /** Where those of the build are unpacked, once. */
  @WithDefault(".recollect/ffmpeg")
  Path unpacked();

  /** Address space that one run may use, in bytes. */
  @WithDefault("4294967296")
  @Min(268435456)
  long maxMemoryBytes();
}
