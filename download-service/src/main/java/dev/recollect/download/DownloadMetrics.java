package dev.recollect.download;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counters of what was handed out: {@code recollect_download_urls_total{outcome}}, {@code
 * recollect_download_archives_total{outcome}} and {@code recollect_download_archive_bytes_total}.
 */
@ApplicationScoped
public class DownloadMetrics {
  private final MeterRegistry registry;

  public DownloadMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** URLs made, and photos for which none could be made. */
  public void presigned(int made, int failed) {
    registry.counter("recollect.download.urls", "outcome", "presigned").increment(made);
    registry.counter("recollect.download.urls", "outcome", "failed").increment(failed);
  }

  /** An archive that was sent to its end, or broken off. */
  public void archived(boolean complete, long bytes) {
    String outcome = complete ? "complete" : "broken";
    registry.counter("recollect.download.archives", "outcome", outcome).increment();
    registry.counter("recollect.download.archive.bytes").increment(bytes);
  }
}
