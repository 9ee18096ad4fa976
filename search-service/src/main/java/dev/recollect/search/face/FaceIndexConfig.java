package dev.recollect.search.face;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How faces are scanned. */
@ConfigMapping(prefix = "recollect.face-index")
public interface FaceIndexConfig {

  /** PostgreSQL workers that help with the scan of a large event; 0 scans in one process. */
  @WithDefault("1")
  @Min(0)
  @Max(16)
  int parallelWorkers();
}
