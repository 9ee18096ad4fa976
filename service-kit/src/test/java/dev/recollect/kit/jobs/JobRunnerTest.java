package dev.recollect.kit.jobs;

import static dev.recollect.kit.jobs.JobsDatabase.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PENDING = "select count(*) from work_item where state = 'pending'";

  private final JobsDatabase database = new JobsDatabase();
  private final List<JobRunner> runners = new ArrayList<>();
  private final List<Long> served = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    runners.forEach(runner -> runner.stop(new ShutdownEvent()));
    database.close();
  }

  @Test
  void aSmallEventIsServedInTurnWithAHugeOne() {
    for (int n = 1; n <= 12; n++) {
      database.enqueue("faces", 1, id(n));
    }
    for (int n = 1; n <= 3; n++) {
      database.enqueue("faces", 2, id(n));
    }
    // One thread, one lane each, and a turn as short as one item: the order shows.
    start(
        Map.of("threads", "1", "lanes-per-event", "1", "turn", "1ms", "polling", "10ms"),
        List.of(work("faces", item -> spendTwoMilliseconds())),
        List.of());

    awaitEverythingDone();
    assertThat(served).containsExactly(1L, 2L, 1L, 2L, 1L, 2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L);
  }

  @Test
  void workThatIsWokenDoesNotWaitForTheNextLook() {
    AtomicInteger told = new AtomicInteger();
    EventWork work = work("faces", item -> {});
    EventWork telling =
        new EventWork() {
          @Override
          public String queue() {
            return work.queue();
          }

          @Override
          public void perform(WorkItem item, Connection transaction) throws Exception {
            work.perform(item, transaction);
          }

          @Override
          public void committed(WorkItem item) {
            told.addAndGet(database.rows(PENDING).equals(List.of("0")) ? 1 : 100);
          }
        };
    start(Map.of("polling", "1h"), List.of(telling), List.of());
    awaitFirstLook();
    database.enqueue("faces", 1, id(1));

    runners.getLast().wake("faces", 1);

    awaitEverythingDone();
    await().atMost(LIMIT).untilAtomic(told, org.hamcrest.Matchers.equalTo(1));
  }

  @Test
  void aLaneThatIsWokenTwiceAtOnceWorksOnce() throws Exception {
    start(Map.of("polling", "10ms"), List.of(work("faces", item -> {})), List.of());
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int event = 1; event <= 20; event++) {
        database.enqueue("faces", event, id(1));
        long eventId = event;
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Void> wake =
            () -> {
              together.await();
              runners.getLast().wake("faces", eventId);
              return null;
            };
        for (Future<Void> woken : threads.invokeAll(List.of(wake, wake))) {
          woken.get();
        }
      }
    }

    awaitEverythingDone();
    assertThat(served)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  /** The wake finds it open when it inserts, and closed when it looks: locks make it so. */
  @Test
  void aLaneThatClosesWhileItIsWokenIsNoErrorAndItsWorkIsFoundLater() throws Exception {
    EventWork work = work("faces", item -> {});
    start(Map.of("polling", "1h"), List.of(work), List.of());
    awaitFirstLook();
    database.enqueue("faces", 1, id(1));
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Connection opening = database.connect();
        Connection closing = database.connect()) {
      opening.setAutoCommit(false);
      execute(
          opening,
          "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
              + " values ('event-faces', '1:0', now() + interval '1 hour', false, 1)");
      Future<?> woken = threads.submit(() -> runners.getLast().wake("faces", 1));
      awaitLockWanted("ShareLock");
      Future<?> closed =
          threads.submit(
              () -> {
                closing.setAutoCommit(false);
                execute(closing, "lock table scheduled_tasks in access exclusive mode");
                execute(closing, "delete from scheduled_tasks where task_name = 'event-faces'");
                closing.commit();
                return null;
              });
      awaitLockWanted("AccessExclusiveLock");
      opening.commit();

      closed.get();
      woken.get();
    }
    assertThat(served).isEmpty();

    start(Map.of("polling", "10ms"), List.of(work), List.of());
    awaitEverythingDone();
    assertThat(served).containsExactly(1L);
  }

  @Test
  void everyKindOfWorkIsRun() {
    database.enqueue("faces", 1, id(1));
    database.enqueue("bibs", 1, id(1));
    List<String> done = Collections.synchronizedList(new ArrayList<>());

    start(
        Map.of(),
        List.of(
            work("faces", item -> done.add(item.queue())),
            work("bibs", item -> done.add(item.queue()))),
        List.of());

    awaitEverythingDone();
    assertThat(done).containsExactlyInAnyOrder("faces", "bibs");
  }

  @Test
  void workThatComesLaterAndWorkThatFailedIsFoundAgain() {
    start(
        Map.of("back-off", "10ms", "polling", "10ms"),
        List.of(
            work(
                "faces",
                item -> {
                  if (item.attempt() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                })),
        List.of());
    database.enqueue("faces", 5, id(1));

    awaitEverythingDone();
    assertThat(database.rows("select state, attempts from work_item")).containsExactly("done 3");
  }

  @Test
  void twoReplicasShareTheWork() {
    for (int n = 1; n <= 60; n++) {
      database.enqueue("faces", n % 3 + 1, id(n));
    }
    EventWork work =
        new EventWork() {
          @Override
          public String queue() {
            return "faces";
          }

          @Override
          public void perform(WorkItem item, Connection transaction) throws SQLException {
            JobsDatabase.leaveEffect(item, transaction);
          }
        };
    // However long a thread stops between claim and lock, no item is due a second time.
    Map<String, String> settings = Map.of("polling", "10ms", "back-off", "1h");
    start(settings, List.of(work), List.of());
    start(settings, List.of(work), List.of());

    awaitEverythingDone();
    assertThat(database.rows("select count(*), count(distinct item_id), max(attempt) from effect"))
        .containsExactly("60 60 1");
  }

  @Test
  void recurringJobsGoOnAfterAFailure() {
    AtomicInteger runs = new AtomicInteger();
    start(
        Map.of("polling", "10ms"),
        List.of(),
        List.of(
            new RecurringJob() {
              @Override
              public String name() {
                return "verify";
              }

              @Override
              public Duration pause() {
                return Duration.ofMillis(10);
              }

              @Override
              public void run() {
                if (runs.incrementAndGet() == 1) {
                  throw new IllegalStateException("first");
                }
              }
            }));

    await().atMost(LIMIT).until(() -> runs.get() >= 3);
  }

  @Test
  void emptyLanesAreTakenDown() {
    database.enqueue("faces", 1, id(1));
    start(Map.of("polling", "10ms"), List.of(work("faces", item -> {})), List.of());

    awaitEverythingDone();
    await()
        .atMost(LIMIT)
        .until(
            () -> database.rows("select task_name from scheduled_tasks"),
            List.of("sweep-faces")::equals);
  }

  @Test
  void aRunnerThatNeverStartedStopsQuietly() {
    new JobRunner(
            database.dataSource,
            database.queue,
            JobsDatabase.config(Map.of()),
            new JobMetrics(new SimpleMeterRegistry()),
            List.of(),
            List.of())
        .stop(new ShutdownEvent());
  }

  private void start(
      Map<String, String> settings, List<EventWork> works, List<RecurringJob> recurring) {
    JobRunner runner =
        new JobRunner(
            database.dataSource,
            database.queue,
            JobsDatabase.config(settings),
            new JobMetrics(new SimpleMeterRegistry()),
            works,
            recurring);
    runners.add(runner);
    runner.start(new StartupEvent());
  }

  /** Where polling is rare: no look that comes by itself would find an item after this. */
  private void awaitFirstLook() {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                database.rows(
                    "select task_name from scheduled_tasks where last_success is not null"),
            List.of("sweep-faces")::equals);
  }

  private void awaitLockWanted(String mode) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                database.rows(
                    "select mode from pg_locks join pg_stat_activity using (pid)"
                        + " where datname = current_database() and not granted"),
            modes -> modes.contains(mode));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void awaitEverythingDone() {
    await().atMost(LIMIT).until(() -> database.rows(PENDING), List.of("0")::equals);
  }

  private interface Step {
    void perform(WorkItem item) throws Exception;
  }

  private EventWork work(String queue, Step step) {
    return new EventWork() {
      @Override
      public String queue() {
        return queue;
      }

      @Override
      public void perform(WorkItem item, Connection transaction) throws Exception {
        step.perform(item);
        served.add(item.eventId());
      }
    };
  }

  private static void spendTwoMilliseconds() {
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
