package dev.recollect.kit.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Timers of background work, {@code recollect_jobs_seconds{queue,outcome}}, and the depth of each
 * queue, {@code recollect_jobs_pending{queue}}, by which replicas can be scaled.
 */
@ApplicationScoped
class JobMetrics {
  private final MeterRegistry registry;

  JobMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param depth asked whenever metrics are read
   */
  void pending(String queue, Supplier<Number> depth) {
    Gauge.builder("recollect.jobs.pending", depth)
        .description("items of the queue that wait or are worked on, over all replicas")
        .tag("queue", queue)
        .strongReference(true)
        .register(registry);
  }

  /**
   * @param outcome done, retry, postponed or dead
   */
  void finished(String queue, String outcome, Duration took) {
    registry.timer("recollect.jobs", "queue", queue, "outcome", outcome).record(took);
  }
}
