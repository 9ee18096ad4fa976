package dev.recollect.clipping.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMin;

/** What inference may take of the machine. */
@ConfigMapping(prefix = "recollect.inference")
public interface InferenceConfig {

  /** Pictures looked at at once; absent means one per core. */
  OptionalInt threads();

  /** Pictures of each priority that may wait or be looked at. */
  @WithDefault("64")
  @Min(1)
  int queue();

  /** How long a selfie may wait for its turn and be looked at. */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  Duration patience();
}
