package dev.recollect.photos.upkeep;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private final AgroalDataSource dataSource;
  private final MeterRegistry registry;
  private final AtomicLong broken;

  IntegrityMetrics(AgroalDataSource dataSource, MeterRegistry registry) {
    this.dataSource = dataSource;
    this.registry = registry;
    this.broken = registry.gauge("recollect.integrity.broken.originals", new AtomicLong());
  }

  void checked(String state) {
    registry.counter("recollect.integrity.checks", "state", state).increment();
  }

  /** Counts the broken ones anew, of photos and videos. */
  public void refresh() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(BROKEN);
        ResultSet row = select.executeQuery()) {
      row.next();
      broken.set(row.getLong(1));
    }
  }
}
