package dev.recollect.kit.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import java.util.Set;

/** Who is let in. */
@ConfigMapping(prefix = "recollect.access")
public interface AccessConfig {

  /** Host names (without port) that requests may be addressed to; absent means any. */
  Optional<Set<String>> allowedHosts();

  /** Requests a key may make per minute, per replica. */
  @WithDefault("1200")
  @Min(1)
  int requestsPerMinute();
}
