package dev.recollect.search.face;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How faces are scanned. */
@ConfigMapping(prefix = "recollect.face-index")
public interface FaceIndexConfig {

  /**
   * PostgreSQL workers that help with the scan of a large event. A worker is a new process for
   * every search, which costs more than it helps below some hundreds of thousands of faces; 0 scans
   * in one process.
   */
  @WithDefault("0")
  @Min(0)
  @Max(16)
  int parallelWorkers();
}
