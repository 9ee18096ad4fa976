package dev.recollect.clipping.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What selfies are taken; the same settings as those of search-service. */
@ConfigMapping(prefix = "recollect.selfie")
public interface SelfieConfig {

  /** Largest selfie, in bytes. */
  @WithDefault("15728640")
  @Min(1)
  @Max(60_000_000)
  long maxBytes();
}
