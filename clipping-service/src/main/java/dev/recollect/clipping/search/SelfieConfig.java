package dev.recollect.clipping.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What selfies are taken; the same settings as those of search-service. */
@ConfigMapping(prefix = "recollect.selfie")
public interface SelfieConfig {

  /** Largest selfie, in bytes. */
  @WithDefault("15728640")
  @Min(1)
  @Max(60_000_000)
  long maxBytes();

  /** How long a selfie may wait for its turn and be looked at. */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  Duration patience();
}
