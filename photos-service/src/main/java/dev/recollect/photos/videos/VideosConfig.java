package dev.recollect.photos.videos;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Which source videos are taken in. */
@ConfigMapping(prefix = "recollect.videos")
public interface VideosConfig {

  /** Largest file, in bytes. One that comes through the API is bounded by the HTTP server, too. */
  @WithDefault("8589934592")
  @Min(1)
  long maxBytes();

  /** Files of requests that a replica works on at once. */
  @WithDefault("2")
  @Min(1)
  @Max(64)
  int filesAtOnce();

  /** Longest video. */
  @WithDefault("6h")
  @DurationMin(seconds = 1)
  Duration maxDuration();

  /**
   * Size of the parts of a direct upload, in bytes; larger for a file of more than 10,000 parts.
   */
  @WithDefault("16777216")
  @Min(5 << 20)
  @Max(1 << 30)
  long partBytes();

  /** How long fetching a video from an address may take. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  Duration fetchTime();

  /** How long looking at a video may take: so long its bytes can be read. */
  @WithDefault("1h")
  @DurationMin(seconds = 10)
  Duration probeTime();
}
