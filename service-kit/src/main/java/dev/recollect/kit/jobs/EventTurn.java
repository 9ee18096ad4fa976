package dev.recollect.kit.jobs;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
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
  private final WorkClaims claims;
  private final JobsConfig config;
  private final JobMetrics metrics;

  EventTurn(AgroalDataSource dataSource, WorkClaims claims, JobsConfig config, JobMetrics metrics) {
    this.dataSource = dataSource;
    this.claims = claims;
    this.config = config;
    this.metrics = metrics;
  }

  /**
   * True when the turn ended before the work did; false when nothing is due, or when what the work
   * depends on does not answer.
   *
   * @throws SQLException when the database does not answer; the item at hand stays pending, and if
   *     its work had begun, the attempt counts
   */
  boolean take(EventWork work, long eventId) throws SQLException {
    long end = System.nanoTime() + config.turn().toNanos();
    while (!Thread.currentThread().isInterrupted()) {
      Optional<Attempt> attempt = attempt(work, eventId);
      if (attempt.isEmpty() || !goesOnAfter(work, attempt.get())) {
        return false;
      }
      if (System.nanoTime() - end >= 0) {
        return true;
      }
    }
    return true;
  }

  private record Attempt(WorkItem item, Ending ending, Duration took) {}

  /**
   * Claims the next item and works on it, over the same connection: that of another one may have
   * been lost in the pool, which would cost the item an attempt before its work has begun.
   */
  private Optional<Attempt> attempt(EventWork work, long eventId) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Optional<WorkItem> item = claims.claim(connection, work.queue(), eventId, backOffSeconds());
      if (item.isEmpty()) {
        return Optional.empty();
      }
      long start = System.nanoTime();
      Ending ending =
          item.get().attempt() > config.attempts()
              ? new Ending.GivenUp()
              : perform(work, item.get(), connection);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return Optional.of(new Attempt(item.get(), ending, took));
    }
  }

  private double backOffSeconds() {
    return config.backOff().toMillis() / 1000.0;
  }

  /** Whether there is a point in taking the next item. */
  private boolean goesOnAfter(EventWork work, Attempt attempt) throws SQLException {
    WorkItem item = attempt.item();
    return switch (attempt.ending()) {
      case Ending.Overtaken overtaken -> true;
      case Ending.Done done -> {
        work.committed(item);
        metrics.finished(item.queue(), "done", attempt.took());
        yield true;
      }
      case Ending.GivenUp givenUp -> {
        String reason = "given up after " + config.attempts() + " attempts without an end";
        setAside(item, FailureReason.known(reason), true);
        metrics.finished(item.queue(), "dead", attempt.took());
        yield true;
      }
      case Ending.Failed(Throwable failure) -> failed(work, item, failure, attempt.took());
    };
  }

  /** Whether there is a point in taking the next item. */
  private boolean failed(EventWork work, WorkItem item, Throwable failure, Duration took)
      throws SQLException {
    FailureReason reason = FailureReason.of(work, failure);
    if (work.waitsOutOutages() && isOutage(failure)) {
      LOG.warnf(
          "work waits queue=%s event_id=%d item_id=%s reason=%s",
          item.queue(), item.eventId(), item.itemId(), reason.full());
      postpone(item, reason);
      metrics.finished(item.queue(), "postponed", took);
      // The next item would fare no better; the sweep opens the lane again.
      return false;
    }
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
    setAside(item, reason, dead);
    metrics.finished(item.queue(), dead ? "dead" : "retry", took);
    return true;
  }

  private static boolean isOutage(Throwable failure) {
    return failure instanceof RecollectException known && known.code() == ErrorCode.UNAVAILABLE;
  }

  /** The transaction is over in any case. */
  private Ending perform(EventWork work, WorkItem item, Connection transaction) {
    try {
      transaction.setAutoCommit(false);
      boolean mine = claims.lock(transaction, item);
      if (mine) {
        work.perform(item, transaction);
        claims.finish(transaction, item);
      }
      transaction.commit();
      return mine ? new Ending.Done() : new Ending.Overtaken();
    } catch (Exception | Error failure) {
      rollBack(transaction, failure);
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Ending.Failed(failure);
    }
  }

  private sealed interface Ending {
    /** The work is committed. */
    record Done() implements Ending {}

    /** Nothing was done: somebody else has had the item since it was claimed. */
    record Overtaken() implements Ending {}

    /** Nothing was done: a failure would have set it aside, so its workers died, every time. */
    record GivenUp() implements Ending {}

    /** What was written is rolled back. */
    record Failed(Throwable failure) implements Ending {}
  }

  private static void rollBack(Connection transaction, Throwable failure) {
    try {
      transaction.rollback();
    } catch (SQLException lost) {
      // The server has rolled back already: the connection is gone.
      failure.addSuppressed(lost);
    }
  }

  private void setAside(WorkItem item, FailureReason reason, boolean dead) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      claims.fail(connection, item, reason, backOffSeconds(), dead);
    }
  }

  private void postpone(WorkItem item, FailureReason reason) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      claims.postpone(connection, item, reason);
    }
  }
}
