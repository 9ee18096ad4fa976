package dev.recollect.clipping.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How bib numbers are read in sampled pictures. */
@ConfigMapping(prefix = "recollect.video-bibs")
public interface BibConfig {

  /** Whether they are read at all. */
  @WithDefault("true")
  boolean enabled();

  /** Pause between two looks for numbers, in time of the video; a new shot ends it. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration every();

  /**
   * Least height of a number in the sampled picture, in pixels. Torsos below small faces are
   * enlarged so that such a number can be read; half of it costs four times as much there.
   */
  @WithDefault("20")
  @Min(8)
  @Max(200)
  int leastHeight();
}
