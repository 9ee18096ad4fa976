package dev.recollect.kit.jobs;

import static dev.recollect.kit.jobs.JobsDatabase.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that takes long beside work that somebody waits for. */
class QueueLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final JobsDatabase database = new JobsDatabase();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private JobRunner runner;

  @AfterEach
  void stop() {
    gate.countDown();
    runner.stop(new ShutdownEvent());
    database.close();
  }

  /** Items of this queue do not end before the gate opens. */
  private EventWork slow(String queue) {
    return new EventWork() {
      @Override
      public String queue() {
        return queue;
      }

      @Override
      public void perform(WorkItem item, Connection transaction) throws Exception {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        gate.await();
        running.decrementAndGet();
      }
    };
  }

  private static EventWork quick() {
    return new EventWork() {
      @Override
      public String queue() {
        return "quick";
      }

      @Override
      public void perform(WorkItem item, Connection transaction) {
        // Done as soon as it is taken.
      }
    };
  }

  private void awaitDone(String queue, int items) {
    String done = "select count(*) from work_item where state = 'done' and queue = '" + queue + "'";
    await().atMost(LIMIT).until(() -> database.rows(done), List.of("" + items)::equals);
  }

  private void start(Map<String, String> settings, EventWork... works) {
    Map<String, String> all = new HashMap<>(Map.of("polling", "10ms", "turn", "1ms"));
    all.putAll(settings);
    runner =
        new JobRunner(
            database.dataSource,
            database.queue,
            JobsDatabase.config(all),
            new JobMetrics(new SimpleMeterRegistry()),
            List.of(works),
            List.of());
    runner.start(new StartupEvent());
  }

  @ParameterizedTest
  @CsvSource({"4, 2, 2", "3, 9, 2"})
  void aQueueHoldsNoMoreThreadsThanItMayAndNeverTheLast(int threads, int limit, int allowed) {
    for (int n = 1; n <= 6; n++) {
      database.enqueue("slow", n % 2, id(n));
    }
    start(Map.of("threads", "" + threads, "limits.slow", "" + limit), slow("slow"), quick());
    await().atMost(LIMIT).untilAtomic(running, org.hamcrest.Matchers.equalTo(allowed));

    // The slow ones hold their threads until the gate opens, further ones wait.
    for (int n = 1; n <= 5; n++) {
      database.enqueue("quick", n, id(n));
    }
    awaitDone("quick", 5);
    gate.countDown();

    awaitDone("slow", 6);
    assertThat(most).hasValue(allowed);
  }

  @Test
  void queuesThatAreLimitedLeaveTheLastThreadTogether() {
    for (int n = 1; n <= 4; n++) {
      database.enqueue("slow", n, id(n));
      database.enqueue("slower", n, id(n));
    }
    start(
        Map.of("threads", "4", "limits.slow", "2", "limits.slower", "2"),
        slow("slow"),
        slow("slower"),
        quick());
    await().atMost(LIMIT).untilAtomic(running, org.hamcrest.Matchers.equalTo(3));

    for (int n = 1; n <= 5; n++) {
      database.enqueue("quick", n, id(n));
    }
    awaitDone("quick", 5);
    gate.countDown();

    awaitDone("slow", 4);
    awaitDone("slower", 4);
    assertThat(most).hasValue(3);
  }
}
