package dev.recollect.photos.upkeep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often the library looks after itself, and how hard. */
@ConfigMapping(prefix = "recollect.upkeep")
public interface UpkeepConfig {

  /** Pause between two searches for objects without a row. */
  @WithDefault("6h")
  @DurationMin(seconds = 1)
  Duration orphanPause();

  /** An object younger than this may belong to an upload that is under way. */
  @WithDefault("1d")
  @DurationMin(seconds = 0)
  Duration orphanAge();

  /** Pause between two rounds of checksum checks. */
  @WithDefault("1m")
  @DurationMin(seconds = 1)
  Duration checksumPause();

  /** Originals read in a round. */
  @WithDefault("20")
  @Min(1)
  int checksumsPerRound();

  /** Every original is read again after this time. */
  @WithDefault("30d")
  @DurationMin(seconds = 0)
  Duration checksumAge();

  /** Pause between two looks for events past their retention. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  Duration retentionPause();

  /** Pause between two compactions of the change feed. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  Duration compactionPause();
}
