package dev.recollect.clipping.analysis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How closely videos are looked at. */
@ConfigMapping(prefix = "recollect.analysis")
public interface AnalysisConfig {

  /** Pictures looked at per second; the first picture of each shot comes on top. */
  @WithDefault("2")
  @DecimalMin("0.1")
  @DecimalMax("60")
  double picturesPerSecond();

  /** Difference between two pictures, 0-1, above which a new shot begins. */
  @WithDefault("0.3")
  @DecimalMin("0.01")
  @DecimalMax("1")
  double shotScore();

  /** Pixels of the longer side that pictures are scaled down to. */
  @WithDefault("960")
  @Min(64)
  @Max(4096)
  int longSide();

  /**
   * Length of the parts that a video is analysed in. A killed worker loses one: a minute is ten to
   * twenty seconds of work for one core.
   */
  @WithDefault("1m")
  @DurationMin(seconds = 1)
  Duration chunk();

  /** How long the work on one part may take. */
  @WithDefault("15m")
  @DurationMin(seconds = 1)
  Duration chunkLimit();
}
