package dev.recollect.photos.scratch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where files lie while they are worked on. */
@ConfigMapping(prefix = "recollect.scratch")
public interface ScratchConfig {

  /** One replica's own folder; emptied when it starts. Uploads go to a folder below it. */
  @WithDefault("${java.io.tmpdir}/recollect-photos-${quarkus.http.port:8101}")
  Path dir();
}
