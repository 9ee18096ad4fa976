package dev.recollect.kit.jobs;

import static dev.recollect.kit.jobs.JobsDatabase.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUEUE = "faces";
  private static final String STATE =
      "select state, attempts, coalesce(last_error, '-') from work_item order by item_id";

  private final JobsDatabase database = new JobsDatabase();
  private final WorkQueue queue = database.queue;
  private final WorkClaims claims = database.claims;

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void handsOutAnEventsItemsInTurnEachOnce() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    database.enqueue(QUEUE, 1, id(2));
    database.enqueue(QUEUE, 2, id(3));
    database.enqueue("bibs", 1, id(4));

    assertThat(claim(1)).contains(new WorkItem(QUEUE, 1, id(1), 1));
    assertThat(claim(1)).contains(new WorkItem(QUEUE, 1, id(2), 1));
    assertThat(claim(1)).isEmpty();
    assertThat(claim(2)).contains(new WorkItem(QUEUE, 2, id(3), 1));
  }

  @Test
  void aClaimedItemComesBackLaterAndLater() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));

    assertThat(pauseAfterClaim(1)).isEqualTo("00:01:00");
    assertThat(pauseAfterClaim(2)).isEqualTo("00:02:00");
    assertThat(pauseAfterClaim(3)).isEqualTo("00:04:00");
    database.execute("update work_item set attempts = 40");
    assertThat(pauseAfterClaim(41)).as("2^10 at most").isEqualTo("17:04:00");
  }

  /** From the claim to the next attempt: within one transaction the database's clock stands. */
  private String pauseAfterClaim(int attempt) throws SQLException {
    makeDue();
    try (Connection connection = database.dataSource.getConnection();
        Statement select = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertThat(claims.claim(connection, QUEUE, 1, 60))
          .contains(new WorkItem(QUEUE, 1, id(1), attempt));
      try (ResultSet row = select.executeQuery("select next_attempt_at - now() from work_item")) {
        row.next();
        return row.getString(1);
      } finally {
        connection.commit();
      }
    }
  }

  @Test
  void thePauseAfterAFailureCountsFromTheFailure() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    database.execute("update work_item set attempts = 2");
    WorkItem third = claim(1).orElseThrow();
    // Work that takes longer than its pause.
    makeDue();

    try (Connection connection = database.dataSource.getConnection();
        Statement select = connection.createStatement()) {
      connection.setAutoCommit(false);
      claims.fail(connection, third, FailureReason.known("slow"), 60, false);
      try (ResultSet row = select.executeQuery("select next_attempt_at - now() from work_item")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("00:04:00");
      }
      connection.commit();
    }
  }

  @Test
  void aLockedItemIsNobodyElses() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    try (Connection worker = database.dataSource.getConnection();
        Connection other = database.dataSource.getConnection()) {
      WorkItem first = claims.claim(worker, QUEUE, 1, 0.05).orElseThrow();
      worker.setAutoCommit(false);
      other.setAutoCommit(false);
      assertThat(claims.lock(worker, first)).isTrue();
      await()
          .atMost(LIMIT)
          .until(
              () -> database.rows("select next_attempt_at <= now() from work_item"),
              List.of("t")::equals);

      assertThat(claim(1)).isEmpty();
      assertThat(claims.lock(other, first)).isFalse();

      worker.rollback();
      other.rollback();
    }
  }

  @Test
  void anOvertakenWorkerNeitherLocksNorFailsTheItem() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    WorkItem slow = claim(1).orElseThrow();
    makeDue();
    WorkItem fast = claim(1).orElseThrow();

    try (Connection connection = database.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      assertThat(claims.lock(connection, slow)).isFalse();
      assertThat(claims.lock(connection, fast)).isTrue();
      claims.fail(connection, slow, FailureReason.known("too late"), 60, true);
      connection.commit();
    }

    assertThat(database.rows(STATE)).containsExactly("pending 2 -");
  }

  @Test
  void finishedAndDeadItemsAreNotHandedOut() throws SQLException {
    for (int n = 1; n <= 4; n++) {
      database.enqueue(QUEUE, 1, id(n));
    }
    try (Connection connection = database.dataSource.getConnection()) {
      claims.finish(connection, claim(1).orElseThrow());
      claims.fail(connection, claim(1).orElseThrow(), FailureReason.known("no JPEG"), 60, true);
      claims.fail(
          connection, claim(1).orElseThrow(), FailureReason.known("x".repeat(2000)), 60, false);

      assertThat(queue.pending(connection, QUEUE)).isEqualTo(2);
    }
    assertThat(database.rows(STATE))
        .containsExactly(
            "done 1 -", "dead 1 no JPEG", "pending 1 " + "x".repeat(1000), "pending 0 -");
    makeDue();
    assertThat(claim(1).orElseThrow().itemId()).isEqualTo(id(3));
    assertThat(claim(1).orElseThrow().itemId()).isEqualTo(id(4));
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void deadItemsAreRequeuedOneByOneOrAllTogether() throws SQLException {
    for (int n = 1; n <= 3; n++) {
      database.enqueue(QUEUE, 1, id(n));
    }
    database.enqueue(QUEUE, 2, id(4));
    database.execute("update work_item set state = 'dead', attempts = 5, last_error = 'e'");
    try (Connection connection = database.dataSource.getConnection()) {
      assertThat(queue.requeueDead(connection, QUEUE, 1, Optional.of(id(2)))).isEqualTo(1);
      assertThat(database.rows(STATE))
          .containsExactly("dead 5 e", "pending 0 e", "dead 5 e", "dead 5 e");
      assertThat(queue.requeueDead(connection, QUEUE, 1, Optional.of(id(4)))).isZero();
      assertThat(queue.requeueDead(connection, QUEUE, 1, Optional.empty())).isEqualTo(2);
    }
    assertThat(database.rows(STATE))
        .containsExactly("pending 0 e", "pending 0 e", "pending 0 e", "dead 5 e");
    assertThat(claim(1)).contains(new WorkItem(QUEUE, 1, id(2), 1));
  }

  @Test
  void someDeadItemsOfAnEventAreRequeuedTogether() throws SQLException {
    for (int n = 1; n <= 3; n++) {
      database.enqueue(QUEUE, 1, id(n));
    }
    database.enqueue(QUEUE, 2, id(4));
    database.execute("update work_item set state = 'dead', attempts = 5");
    try (Connection connection = database.dataSource.getConnection()) {
      assertThat(queue.requeueDead(connection, QUEUE, 1, List.of())).isZero();
      assertThat(queue.requeueDead(connection, QUEUE, 1, List.of(id(1), id(3), id(4))))
          .isEqualTo(2);
    }
    assertThat(database.rows(STATE))
        .containsExactly("pending 0 -", "dead 5 -", "pending 0 -", "dead 5 -");
  }

  @Test
  void enqueuingAgainStartsAfresh() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    database.execute("update work_item set state = 'done', attempts = 3, finished_at = now()");

    database.enqueue(QUEUE, 1, id(1));

    assertThat(database.rows("select state, attempts, finished_at is null from work_item"))
        .containsExactly("pending 0 t");
  }

  @Test
  void anItemIsEnqueuedWithItsTransactionOrNotAtAll() throws SQLException {
    try (Connection transaction = database.dataSource.getConnection()) {
      transaction.setAutoCommit(false);
      queue.enqueue(transaction, QUEUE, 1, id(1));
      transaction.rollback();
    }
    assertThat(database.rows(STATE)).isEmpty();
  }

  @Test
  void namesTheEventsWhoseWorkIsDue() throws SQLException {
    for (long event : new long[] {7, 3, 9, 5}) {
      database.enqueue(QUEUE, event, id(1));
      database.enqueue(QUEUE, event, id(2));
    }
    database.enqueue("bibs", 4, id(1));
    database.execute(
        "update work_item set next_attempt_at = now() + interval '1 h' where event_id = 3");
    database.execute("update work_item set state = 'done' where event_id = 9");
    database.execute(
        "update work_item set next_attempt_at = now() + interval '1 h' where event_id = 7 and item_id = '%s'"
            .formatted(id(1)));
    try (Connection connection = database.dataSource.getConnection()) {
      assertThat(queue.eventsWithDueWork(connection, QUEUE)).containsExactly(5L, 7L);
      assertThat(queue.eventsWithDueWork(connection, "none")).isEmpty();
    }
  }

  @Test
  void anItemWhoseWorkerIsKilledIsHandedOutAgain() throws SQLException {
    database.enqueue(QUEUE, 1, id(1));
    try (Connection worker = database.connect()) {
      WorkItem item = claims.claim(worker, QUEUE, 1, 0.05).orElseThrow();
      worker.setAutoCommit(false);
      assertThat(claims.lock(worker, item)).isTrue();
      JobsDatabase.leaveEffect(item, worker);
      database.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where state = 'idle in transaction' and datname = current_database()");
    }

    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(claim(1)).contains(new WorkItem(QUEUE, 1, id(1), 2)));
    assertThat(database.rows("select * from effect")).isEmpty();
  }

  private Optional<WorkItem> claim(long eventId) throws SQLException {
    try (Connection connection = database.dataSource.getConnection()) {
      return claims.claim(connection, QUEUE, eventId, 60);
    }
  }

  private void makeDue() throws SQLException {
    database.execute("update work_item set next_attempt_at = now()");
  }
}
