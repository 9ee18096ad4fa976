package dev.recollect.kit.webhook;

import dev.recollect.kit.jobs.RecurringJob;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Ends deliveries whose time is up, and keeps the log as long as it is meant to be kept. Those of
 * active endpoints end by themselves, with their last attempt.
 */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@ApplicationScoped
class WebhookExpiry implements RecurringJob {
  private static final int AT_ONCE = 1000;

  private final WebhookDeliveries deliveries;

  WebhookExpiry(WebhookDeliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public String name() {
    return "webhook-expiry";
  }

  @Override
  public Duration pause() {
    return Duration.ofHours(1);
  }

  @Override
  public void run() {
    while (deliveries.giveUpInactive(AT_ONCE) == AT_ONCE) {
      // Until fewer than that are left.
    }
    while (deliveries.removeOld(AT_ONCE) == AT_ONCE) {
      // Until fewer than that are left.
    }
  }
}
