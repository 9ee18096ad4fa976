package dev.recollect.kit.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** How addresses that customers give are called. */
@ConfigMapping(prefix = "recollect.outbound")
public interface OutboundConfig {

  /**
   * Host names, and addresses written out, that may lie on a private network and use any port; for
   * receivers and sources of the operator's own.
   */
  Optional<Set<String>> allowedHosts();

  /** Ports that may be called. */
  @WithDefault("80,443,8080,8443")
  @NotEmpty
  Set<@Min(1) @Max(65535) Integer> ports();

  /** How long finding a host, and then connecting to it, may take. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration connectTimeout();

  /** How long the other side may be silent. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration idleTimeout();

  /** How many redirects are followed. */
  @WithDefault("5")
  @Min(0)
  @Max(20)
  int maxRedirects();
}
