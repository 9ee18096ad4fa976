package dev.recollect.photos.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What is taken in, and how much of it at once. */
@ConfigMapping(prefix = "recollect.ingest")
public interface IngestConfig {

  /** Largest file, in bytes. */
  @WithDefault("67108864")
  @Min(1)
  long maxBytes();

  /** Most pixels, width times height. */
  @WithDefault("120000000")
  @Min(1)
  long maxPixels();

  /** Most memory, in bytes, that decoding may unfold. */
  @WithDefault("268435456")
  @Min(1)
  long maxDecodedBytes();

  /** Files that a replica works on at once, over all requests. */
  @WithDefault("4")
  @Min(1)
  @Max(64)
  int filesAtOnce();
}
