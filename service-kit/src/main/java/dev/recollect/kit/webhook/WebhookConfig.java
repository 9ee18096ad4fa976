package dev.recollect.kit.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How webhooks are sent. */
@ConfigMapping(prefix = "recollect.webhook")
public interface WebhookConfig {

  /** Whether the service has webhooks; decided when it is built. */
  @WithDefault("false")
  boolean enabled();

  /** How long a receiver may take to answer. */
  @WithDefault("15s")
  @DurationMin(millis = 100)
  @DurationMax(minutes = 1)
  Duration timeout();

  /** How long a delivery is tried. */
  @WithDefault("24h")
  @DurationMin(minutes = 1)
  Duration giveUpAfter();

  /** How long the log keeps deliveries that have ended. */
  @WithDefault("30d")
  @DurationMin(hours = 1)
  Duration retention();
}
