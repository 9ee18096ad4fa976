package dev.recollect.search.bib;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/** How bib readings are used. */
@ConfigMapping(prefix = "recollect.bibs")
public interface BibConfig {

  /** Readings below it are not worth a person's time and are not kept; 0-1. */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("1")
  double keptFrom();

  /**
   * How sure two faces must be the same person for a bib to pass from one photo to the other;
   * percent on the model's scale. Stricter than a search, since every runner is compared with every
   * face of the event: at 95 about one false photo in a million comparisons.
   */
  @WithDefault("95")
  @DecimalMin("0")
  @DecimalMax("100")
  double propagationPercent();
}
