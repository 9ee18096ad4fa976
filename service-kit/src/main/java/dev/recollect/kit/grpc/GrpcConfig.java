package dev.recollect.kit.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How services of the suite trust and wait for each other. */
@ConfigMapping(prefix = "recollect.grpc")
public interface GrpcConfig {

  /**
   * The secret every service of one installation knows. No default: a service without it refuses to
   * start. At least 32 characters.
   */
  @Size(min = 32)
  String sharedSecret();

  /** How long a call may take when its caller set no deadline of its own. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
  Duration deadline();
}
