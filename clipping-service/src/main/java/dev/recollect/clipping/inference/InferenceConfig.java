package dev.recollect.clipping.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.OptionalInt;

/** What inference may take of the machine. */
@ConfigMapping(prefix = "recollect.inference")
public interface InferenceConfig {

  /** Pictures looked at at once; absent means one per core. */
  OptionalInt threads();

  /** Pictures of each priority that may wait or be looked at. */
  @WithDefault("64")
  @Min(1)
  int queue();
}
