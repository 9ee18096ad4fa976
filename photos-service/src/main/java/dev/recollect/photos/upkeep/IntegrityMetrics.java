package dev.recollect.photos.upkeep;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code recollect_integrity_checks_total{state}} and {@code recollect_integrity_broken_originals}:
 * how many are known to be altered or missing, for an alert.
 */
@ApplicationScoped
public class IntegrityMetrics {
  private static final String BROKEN =
      """
      select (select count(*) from integrity where state <> 'intact')
           + (select count(*) from video_integrity where state <> 'intact')
      """;

  private final Database database;
  private final MeterRegistry registry;
  private final AtomicLong broken;

  IntegrityMetrics(Database database, MeterRegistry registry) {
    this.database = database;
    this.registry = registry;
    this.broken = registry.gauge("recollect.integrity.broken.originals", new AtomicLong());
  }

  void checked(String state) {
    registry.counter("recollect.integrity.checks", "state", state).increment();
  }

  /** Counts the broken ones anew, of photos and videos. */
  public void refresh() {
    broken.set(
        database
            .read(connection -> Sql.of(BROKEN).first(connection, row -> row.getLong(1)))
            .orElseThrow());
  }
}
