package dev.recollect.kit.webhook;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.outbound.Outbound;
import dev.recollect.kit.outbound.OutboundException;
import dev.recollect.kit.outbound.OutboundLimits;
import dev.recollect.kit.outbound.OutboundResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Sends what is due. A run takes deliveries and hands them to threads of their own, so that slow
 * receivers hold up no job; of one event only a few are under way at once, so that they do not hold
 * up other events' receivers either.
 */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@ApplicationScoped
class WebhookSender implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(WebhookSender.class);
  private static final int AT_ONCE = 32;
  private static final int AT_ONCE_PER_EVENT = 4;
  private static final int GONE = 410;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final WebhookDeliveries deliveries;
  private final WebhookEndpoints endpoints;
  private final Outbound outbound;
  private final WebhookConfig config;
  private final MeterRegistry metrics;
  private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  WebhookSender(
      WebhookDeliveries deliveries,
      WebhookEndpoints endpoints,
      Outbound outbound,
      WebhookConfig config,
      MeterRegistry metrics) {
    this.deliveries = deliveries;
    this.endpoints = endpoints;
    this.outbound = outbound;
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    // An attempt, with its look-up and the note of its result, has ended long before.
    Duration lease = config.timeout().multipliedBy(2).plusSeconds(30);
    for (int free = free(); free > 0; free = free()) {
      List<DueDelivery> due = deliveries.claim(free, saturated(), lease);
      if (due.isEmpty()) {
        return;
      }
      due.forEach(this::dispatch);
    }
  }

  /** What is under way is cut off: it is due again when its lease is over. */
  @PreDestroy
  void stop() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(5, TimeUnit.SECONDS);
  }

  private int free() {
    return AT_ONCE - underWay.values().stream().mapToInt(Integer::intValue).sum();
  }

  private List<Long> saturated() {
    return underWay.entrySet().stream()
        .filter(event -> event.getValue() >= AT_ONCE_PER_EVENT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void dispatch(DueDelivery delivery) {
    underWay.merge(delivery.eventId(), 1, Integer::sum);
    threads.execute(
        () -> {
          try {
            send(delivery);
          } catch (RuntimeException unrecorded) {
            LOG.errorf(
                unrecorded,
                "webhook result lost, to be sent again event_id=%d delivery_id=%s",
                delivery.eventId(),
                delivery.deliveryId());
          } finally {
            underWay.computeIfPresent(
                delivery.eventId(), (event, count) -> count == 1 ? null : count - 1);
          }
        });
  }

  private void send(DueDelivery delivery) {
    long timestamp = Instant.now().getEpochSecond();
    long start = System.nanoTime();
    String outcome = "failed";
    // Nothing of the answer but its status is read.
    try (OutboundResponse answer =
        outbound.post(
            delivery.url(),
            delivery.headers(timestamp),
            delivery.body(),
            new OutboundLimits(Long.MAX_VALUE, config.timeout()))) {
      if (answer.successful()) {
        deliveries.delivered(delivery, answer.status());
        outcome = "delivered";
      } else {
        refused(delivery, answer);
      }
    } catch (OutboundException failure) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      failed(delivery, Optional.empty(), failure.getMessage(), Duration.ZERO, false);
    } finally {
      metrics
          .timer("recollect.webhooks", "outcome", outcome)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private void refused(DueDelivery delivery, OutboundResponse answer) {
    boolean gone = answer.status() == GONE;
    if (gone) {
      endpoints.deactivate(delivery.eventId(), delivery.endpointId());
    }
    Duration asked =
        answer
            .header("Retry-After")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(Duration.ZERO);
    String reason = "the receiver answered " + answer.status();
    failed(delivery, Optional.of(answer.status()), reason, asked, gone);
  }

  private void failed(
      DueDelivery delivery,
      Optional<Integer> status,
      String reason,
      Duration atLeast,
      boolean atOnce) {
    Duration pause = RetrySchedule.pause(delivery.attempt(), ThreadLocalRandom.current());
    deliveries.failed(
        delivery, status, reason, pause.compareTo(atLeast) < 0 ? atLeast : pause, atOnce);
    LOG.infof(
        "webhook not delivered event_id=%d delivery_id=%s attempt=%d reason=%s",
        delivery.eventId(), delivery.deliveryId(), delivery.attempt(), reason);
  }
}
