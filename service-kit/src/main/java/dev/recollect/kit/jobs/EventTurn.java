package dev.recollect.kit.jobs;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Works off an event's items until its turn is over or nothing is due. */
final class EventTurn {
  private static final Logger LOG = Logger.getLogger(EventTurn.class);

  private final AgroalDataSource dataSource;
  private final WorkQueue queue;
  private final JobsConfig config;
  private final JobMetrics metrics;

  EventTurn(AgroalDataSource dataSource, WorkQueue queue, JobsConfig config, JobMetrics metrics) {
    this.dataSource = dataSource;
    this.queue = queue;
    this.config = config;
    this.metrics = metrics;
  }

  /** True when the turn ended before the work did. */
  boolean take(EventWork work, long eventId) throws SQLException {
    long end = System.nanoTime() + config.turn().toNanos();
    while (!Thread.currentThread().isInterrupted()) {
      Optional<WorkItem> item = claim(work, eventId);
      if (item.isEmpty()) {
        return false;
      }
      perform(work, item.get());
      if (System.nanoTime() - end >= 0) {
        return true;
      }
    }
    return true;
  }

  private Optional<WorkItem> claim(EventWork work, long eventId) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return queue.claim(connection, work.queue(), eventId, config.backOff().toMillis() / 1000.0);
    }
  }

  private void perform(EventWork work, WorkItem item) throws SQLException {
    long start = System.nanoTime();
    try (Connection transaction = dataSource.getConnection()) {
      transaction.setAutoCommit(false);
      try {
        if (queue.lock(transaction, item)) {
          work.perform(item, transaction);
          queue.finish(transaction, item);
        }
        transaction.commit();
        metrics.finished(item.queue(), "done", Duration.ofNanos(System.nanoTime() - start));
      } catch (Exception failure) {
        transaction.rollback();
        setAside(item, failure, Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private void setAside(WorkItem item, Exception failure, Duration took) throws SQLException {
    boolean dead =
        failure instanceof PermanentFailureException || item.attempt() >= config.attempts();
    LOG.warnf(
        failure,
        "work failed queue=%s event_id=%d item_id=%s attempt=%d dead=%s",
        item.queue(),
        item.eventId(),
        item.itemId(),
        item.attempt(),
        dead);
    metrics.finished(item.queue(), dead ? "dead" : "retry", took);
    try (Connection connection = dataSource.getConnection()) {
      queue.fail(connection, item, String.valueOf(failure.getMessage()), dead);
    }
  }
}
