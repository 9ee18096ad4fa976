package dev.recollect.photos.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The operator's key, with which the first organisation and its first key are made. */
@ConfigMapping(prefix = "recollect.access")
public interface BootstrapConfig {

  /** At least 32 characters; absent means that no operator's key exists. */
  Optional<String> bootstrapKey();
}
