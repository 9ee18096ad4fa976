package dev.recollect.search.selfie;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How selfies are searched for. */
@ClaimOutlastsPatience
@ConfigMapping(prefix = "recollect.selfie")
public interface SelfieConfig {

  /** Largest selfie, in bytes. */
  @WithDefault("15728640")
  @Min(1)
  @Max(60_000_000)
  long maxBytes();

  /** How long a search and the embedding of its face are kept; the selfie itself never is. */
  @WithDefault("30d")
  @DurationMin(seconds = 1)
  Duration retention();

  /**
   * How long a process may take over one search before another may take it up; longer than {@link
   * #patience()}.
   */
  @WithDefault("45s")
  @DurationMin(seconds = 1)
  Duration claim();

  /** How long a request waits for another one that computes the same search. */
  @WithDefault("20s")
  @DurationMin(seconds = 1)
  Duration patience();
}
