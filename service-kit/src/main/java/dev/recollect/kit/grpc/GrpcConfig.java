package dev.recollect.kit.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How services of the suite trust and wait for each other. A service with neither a secret nor
 * client certificates refuses to start; where both are set up, a caller needs one of them.
 */
@ConfigMapping(prefix = "recollect.grpc")
public interface GrpcConfig {

  /** The secret every service of one installation knows, at least 32 characters. No default. */
  Optional<@Size(min = 32) String> sharedSecret();

  /**
   * Whether callers are believed that show a certificate which the trust store of the server's TLS
   * configuration verifies. The server then needs such a configuration, with a key and a trust
   * store.
   */
  @WithDefault("false")
  boolean clientCertificates();

  /** How long a call may take when its caller set no deadline of its own. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
  Duration deadline();
}
