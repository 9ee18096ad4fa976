package dev.recollect.kit.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Timers of background work: {@code recollect_jobs_seconds{queue,outcome}}. */
@ApplicationScoped
class JobMetrics {
  private final MeterRegistry registry;

  JobMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param outcome done, retry or dead
   */
  void finished(String queue, String outcome, Duration took) {
    registry.timer("recollect.jobs", "queue", queue, "outcome", outcome).record(took);
  }
}
