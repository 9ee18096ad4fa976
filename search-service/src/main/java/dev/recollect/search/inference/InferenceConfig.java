package dev.recollect.search.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMin;

/** What inference may take of the machine. */
@ConfigMapping(prefix = "recollect.inference")
public interface InferenceConfig {

  /** Photos or selfies looked at at once; absent means one per core. */
  OptionalInt threads();

  /** {@link #threads()} or what stands for it. */
  static int workers(InferenceConfig config) {
    return config.threads().orElse(Runtime.getRuntime().availableProcessors());
  }

  /** Selfies that may wait or be looked at; one more is sent away. */
  @WithDefault("64")
  @Min(1)
  int queue();

  /** How long a selfie may wait for its turn and be looked at. */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  Duration patience();

  /** Largest original that is looked at, in bytes; it is held in memory meanwhile. */
  @WithDefault("67108864")
  @Min(1)
  int maxOriginalBytes();

  /**
   * Originals held in memory at once, in bytes of all of them together; a larger one is held alone.
   */
  @WithDefault("67108864")
  @Min(1)
  int originalsInMemory();
}
