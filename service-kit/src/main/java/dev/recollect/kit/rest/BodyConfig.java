package dev.recollect.kit.rest;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which bodies may be large. */
@ConfigMapping(prefix = "recollect.body")
public interface BodyConfig {

  /**
   * Paths whose bodies are read piece by piece, and so may be as large as those of uploads; what
   * reads them sets a limit of its own.
   */
  Optional<Pattern> streamedAt();
}
