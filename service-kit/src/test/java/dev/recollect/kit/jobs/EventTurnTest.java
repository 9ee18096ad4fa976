package dev.recollect.kit.jobs;

import static dev.recollect.kit.jobs.JobsDatabase.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventTurnTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUEUE = "faces";
  private static final Map<String, String> SETTINGS =
      Map.of("attempts", "3", "back-off", "20ms", "turn", "5m");

  /** Ends after one item, so that a test sees the state between two attempts. */
  private static final Map<String, String> ONE_BY_ONE =
      Map.of("attempts", "3", "back-off", "20ms", "turn", "1ms");

  private final JobsDatabase database = new JobsDatabase();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventTurn turn = database.turn(SETTINGS, registry);
  private final EventTurn oneByOne = database.turn(ONE_BY_ONE, registry);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void worksOffEverythingThatIsDueInOrder() throws SQLException {
    enqueue(3);
    database.enqueue(QUEUE, 2, id(9));

    boolean more = turn.take(work(JobsDatabase::leaveEffect), 1);

    assertThat(more).isFalse();
    assertThat(database.rows("select item_id, attempt from effect order by ctid"))
        .containsExactly(id(1) + " 1", id(2) + " 1", id(3) + " 1");
    assertState("done 1 -", "done 1 -", "done 1 -", "pending 0 -");
    assertThat(count("done")).isEqualTo(3);
  }

  @Test
  void aTurnEndsWhenItsTimeIsUp() throws SQLException {
    enqueue(2);
    Work work = longerThanItsTurn(JobsDatabase::leaveEffect);

    assertThat(oneByOne.take(work, 1)).isTrue();
    assertState("done 1 -", "pending 0 -");
    assertThat(oneByOne.take(work, 1)).isTrue();
    assertThat(oneByOne.take(work, 1)).isFalse();
  }

  @Test
  void workThatPutsItsOwnItemInLineAgainGoesOnUntilItDoesNot() throws SQLException {
    enqueue(1);
    Work inParts =
        longerThanItsTurn(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              if (database.rows("select from effect").size() < 2) {
                database.queue.enqueue(transaction, QUEUE, item.eventId(), item.itemId());
              }
            });

    assertThat(oneByOne.take(inParts, 1)).isTrue();
    assertState("pending 0 -");
    assertThat(oneByOne.take(inParts, 1)).isTrue();
    assertState("pending 0 -");
    assertThat(oneByOne.take(inParts, 1)).isTrue();

    assertState("done 1 -");
    assertThat(database.rows("select attempt from effect")).containsExactly("1", "1", "1");
  }

  @Test
  void aFailedAttemptLeavesNothingAndIsRepeatedUntilTheItemIsDead() throws SQLException {
    enqueue(1);
    Work failing =
        longerThanItsTurn(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              throw new IOException("attempt " + item.attempt());
            });

    oneByOne.take(failing, 1);
    assertState("pending 1 attempt 1");
    takeUntil(failing, "dead 3 attempt 3");

    assertEffects();
    assertThat(count("retry")).isEqualTo(2);
    assertThat(count("dead")).isEqualTo(1);
  }

  @Test
  void aLaterAttemptMaySucceed() throws SQLException {
    enqueue(1);
    Work second =
        longerThanItsTurn(
            (item, transaction) -> {
              if (item.attempt() == 1) {
                throw new IllegalStateException();
              }
              JobsDatabase.leaveEffect(item, transaction);
            });

    oneByOne.take(second, 1);
    assertState("pending 1 IllegalStateException");
    takeUntil(second, "done 2 -");

    assertEffects(id(1) + " 2");
  }

  @Test
  void whatCannotSucceedIsDeadAtOnceAndHoldsNobodyUp() throws SQLException {
    enqueue(2);

    turn.take(
        work(
            (item, transaction) -> {
              if (item.itemId().equals(id(1))) {
                throw new PermanentFailureException("not a photo", null);
              }
            }),
        1);

    assertState("dead 1 not a photo", "done 1 -");
  }

  @Test
  void callersAreToldOnlyWhatIsMeantForThem() throws SQLException {
    enqueue(5);
    Map<UUID, Exception> failures =
        Map.of(
            id(1), new PermanentFailureException("not a photo", null),
            id(2), RecollectException.unavailable("no storage", null),
            id(3), new RecollectException(ErrorCode.INTERNAL, "db-3.internal:5432"),
            id(4), new IOException("/srv/photos/1.jpg: Input/output error"),
            id(5), new UnsupportedOperationException("of this work"));

    turn.take(
        new Work(
            (item, transaction) -> {
              throw failures.get(item.itemId());
            }) {
          @Override
          public Optional<String> messageForCallers(Throwable failure) {
            return failure instanceof UnsupportedOperationException
                ? Optional.of(failure.getMessage())
                : super.messageForCallers(failure);
          }
        },
        1);

    String untold = "The work failed; the server's log says why.";
    assertThat(database.rows("select reason from work_item order by item_id"))
        .containsExactly("not a photo", "no storage", untold, untold, "of this work");
    assertThat(database.rows("select last_error from work_item order by item_id"))
        .containsExactly(
            "not a photo",
            "no storage",
            "db-3.internal:5432",
            "/srv/photos/1.jpg: Input/output error",
            "of this work");
  }

  @Test
  void anOutageOfWhatItDependsOnIsWaitedOutWithoutCountingAttempts() throws SQLException {
    enqueue(2);
    AtomicInteger tries = new AtomicInteger();
    Work patient =
        patient(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              if (tries.incrementAndGet() <= 8) {
                throw RecollectException.unavailable("no storage", new IOException());
              }
            });

    // A turn ends with the first that waits: the others would fare no better.
    assertThat(turn.take(patient, 1)).isFalse();
    assertThat(tries).hasValue(1);
    assertState("pending 0 no storage", "pending 0 -");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              turn.take(patient, 1);
              assertState("done 1 -", "done 1 -");
            });

    assertThat(tries).hasValue(10);
    assertEffects(id(1) + " 1", id(2) + " 1");
    assertThat(count("postponed")).isEqualTo(8);
  }

  @Test
  void workThatBringsItsConnectionDownEveryTimeIsSetAsideAndHoldsNobodyUp() throws SQLException {
    enqueue(2);
    Work patient =
        patient(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              if (item.itemId().equals(id(1))) {
                try (var statement = transaction.createStatement()) {
                  statement.execute("select pg_terminate_backend(pg_backend_pid())");
                }
              }
            });

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              turn.take(patient, 1);
              assertThat(database.rows("select state, attempts from work_item order by item_id"))
                  .containsExactly("dead 3", "done 1");
            });

    assertEffects(id(2) + " 1");
    assertThat(count("retry")).isEqualTo(2);
    assertThat(count("dead")).isEqualTo(1);
  }

  @Test
  void anOutageOfTheDatabaseCostsOneAttemptHoweverLongItIs() throws SQLException {
    enqueue(1);
    database.fillPool();
    AtomicInteger tries = new AtomicInteger();
    Work patient =
        patient(
            (item, transaction) -> {
              if (tries.incrementAndGet() == 1) {
                database.refuseConnections();
              }
              JobsDatabase.leaveEffect(item, transaction);
            });

    for (int n = 0; n < 5; n++) {
      assertThatThrownBy(() -> turn.take(patient, 1)).isInstanceOf(SQLException.class);
    }
    assertThat(tries).hasValue(1);
    database.acceptConnections();
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              turn.take(patient, 1);
              return tries.get() == 2;
            });

    assertState("done 2 -");
    assertEffects(id(1) + " 2");
  }

  @Test
  void workThatSomebodyWaitsForIsGivenUpInAnOutage() throws SQLException {
    enqueue(1);
    Work impatient =
        work(
            (item, transaction) -> {
              throw RecollectException.unavailable("no storage", new IOException());
            });

    takeUntil(impatient, "dead 3 no storage");
  }

  @Test
  void anErrorOfTheMachineCountsAsAFailedAttempt() throws SQLException {
    enqueue(1);

    oneByOne.take(
        longerThanItsTurn(
            (item, transaction) -> {
              throw new UnsatisfiedLinkError("no libvips");
            }),
        1);

    assertState("pending 1 no libvips");
  }

  @Test
  void anItemThatKillsItsWorkersIsDeadInTheEndAndNotTriedAgain() throws SQLException {
    enqueue(1);
    database.execute("update work_item set attempts = 3");
    List<WorkItem> performed = new ArrayList<>();

    turn.take(work((item, transaction) -> performed.add(item)), 1);

    assertThat(performed).isEmpty();
    assertState("dead 4 given up after 3 attempts without an end");
    assertThat(count("dead")).isEqualTo(1);
  }

  @Test
  void aConnectionKilledUnderTheWorkGivesTheItemBack() throws Exception {
    enqueue(1);
    Work victim =
        work(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              if (item.attempt() == 1) {
                try (var statement = transaction.createStatement()) {
                  statement.execute("select pg_sleep(600)");
                }
              }
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> taken = threads.submit(() -> turn.take(victim, 1));
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  database.rows(
                      "select pg_terminate_backend(pid) from pg_stat_activity"
                          + " where query = 'select pg_sleep(600)' and state = 'active'"
                          + " and datname = current_database()"),
              List.of("t")::equals);
      taken.get();
    }
    takeUntil(victim, "done 2 -");

    assertEffects(id(1) + " 2");
    assertThat(count("retry")).isEqualTo(1);
  }

  @Test
  void twoWorkersNeverHoldTheSameItem() throws Exception {
    enqueue(40);
    // On a busy machine an item may be overtaken several times between its claim and its lock.
    EventTurn patient =
        database.turn(Map.of("attempts", "1000", "back-off", "20ms", "turn", "5m"), registry);
    Work slow =
        work(
            (item, transaction) -> {
              JobsDatabase.leaveEffect(item, transaction);
              // Longer than the back-off: the row is due again while it is worked on.
              spendMilliseconds(30);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> workers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        workers.add(threads.submit(() -> patient.take(slow, 1)));
      }
      for (Future<Boolean> worker : workers) {
        assertThat(worker.get()).isFalse();
      }
    }
    assertThat(database.rows("select count(*), count(distinct item_id) from effect"))
        .containsExactly("40 40");
  }

  @Test
  void anItemThatSomebodyElseTookBetweenClaimAndLockIsNotReportedAsDone() throws SQLException {
    enqueue(2);
    WorkClaims overtaken =
        new WorkClaims() {
          @Override
          boolean lock(Connection transaction, WorkItem item) throws SQLException {
            database.execute(
                "update work_item set attempts = 2, next_attempt_at = now() + interval '1 h'"
                    + " where item_id = '%s'".formatted(id(1)));
            return super.lock(transaction, item);
          }
        };
    List<UUID> committed = new ArrayList<>();
    Work told =
        new Work(JobsDatabase::leaveEffect) {
          @Override
          public void committed(WorkItem item) {
            committed.add(item.itemId());
          }
        };

    new EventTurn(
            database.dataSource, overtaken, JobsDatabase.config(SETTINGS), new JobMetrics(registry))
        .take(told, 1);

    assertThat(committed).containsExactly(id(2));
    assertThat(count("done")).isEqualTo(1);
    assertState("pending 2 -", "done 1 -");
    assertEffects(id(2) + " 1");
  }

  @Test
  void aDatabaseThatIsGoneIsSaidSo() {
    database.close();

    assertThatThrownBy(() -> turn.take(work(JobsDatabase::leaveEffect), 1))
        .isInstanceOf(SQLException.class);
  }

  /** Items 1, 2 and so on of event 1. */
  private void enqueue(int items) {
    for (int n = 1; n <= items; n++) {
      database.enqueue(QUEUE, 1, id(n));
    }
  }

  private void takeUntil(Work work, String state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              oneByOne.take(work, 1);
              assertState(state);
            });
  }

  private void assertState(String... items) {
    assertThat(
            database.rows(
                "select state, attempts, coalesce(last_error, '-') from work_item order by item_id"))
        .containsExactly(items);
  }

  /** What work has left, each as its item and its attempt, by item. */
  private void assertEffects(String... effects) {
    assertThat(database.rows("select item_id, attempt from effect order by item_id"))
        .containsExactly(effects);
  }

  private long count(String outcome) {
    return registry.get("recollect.jobs").tags("queue", QUEUE, "outcome", outcome).timer().count();
  }

  private interface Step {
    void perform(WorkItem item, Connection transaction) throws Exception;
  }

  private static Work work(Step step) {
    return new Work(step);
  }

  private static Work patient(Step step) {
    return new Work(step) {
      @Override
      public boolean waitsOutOutages() {
        return true;
      }
    };
  }

  private static Work longerThanItsTurn(Step step) {
    return new Work(
        (item, transaction) -> {
          spendMilliseconds(2);
          step.perform(item, transaction);
        });
  }

  private static void spendMilliseconds(long duration) {
    long end = System.nanoTime() + Duration.ofMillis(duration).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static class Work implements EventWork {
    private final Step step;

    Work(Step step) {
      this.step = step;
    }

    @Override
    public String queue() {
      return QUEUE;
    }

    @Override
    public void perform(WorkItem item, Connection transaction) throws Exception {
      step.perform(item, transaction);
    }
  }
}
