package dev.recollect.photos.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * {@code recollect_ingest_files_total{result}}, {@code recollect_ingest_bytes_total} and {@code
 * recollect_ingest_seconds}.
 */
@ApplicationScoped
public class IngestMetrics {
  private final MeterRegistry registry;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  <T> T timed(Supplier<T> work) {
    return registry.timer("recollect.ingest").record(work);
  }

  void count(FileResult result, Path file) {
    registry.counter("recollect.ingest.files", "result", result.status()).increment();
    if (result.status().equals("stored")) {
      registry.counter("recollect.ingest.bytes").increment(file.toFile().length());
    }
  }
}
