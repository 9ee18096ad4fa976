package dev.recollect.photos.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.RecollectException;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IngestPoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final IngestPool pool = new IngestPool(twoAtOnce());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean third = new AtomicBoolean();
  private final AtomicBoolean endedBeforeTheAnswer = new AtomicBoolean();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();

  private static IngestConfig twoAtOnce() {
    return new SmallRyeConfigBuilder()
        .withMapping(IngestConfig.class)
        .withDefaultValue("recollect.ingest.files-at-once", "2")
        .build()
        .getConfigMapping(IngestConfig.class);
  }

  @AfterEach
  void stop() {
    release.countDown();
    pool.stop(new ShutdownEvent());
  }

  private Callable<String> slow() {
    return () -> {
      begun.countDown();
      release.await();
      ended.set(true);
      return "slow";
    };
  }

  private Callable<String> failing() {
    return () -> {
      begun.await();
      throw new IllegalStateException("no space");
    };
  }

  private Thread askForAll(List<Callable<String>> tasks) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                pool.all(tasks);
              } catch (RuntimeException failure) {
                thrown.set(failure);
              }
              endedBeforeTheAnswer.set(ended.get());
            });
  }

  @Test
  void resultsComeInTheOrderOfTheTasks() {
    assertThat(
            pool.all(
                List.<Callable<Integer>>of(
                    () -> 1, () -> 2, () -> 3, () -> 4, () -> 5, () -> 6, () -> 7)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aFailureWaitsForWhatIsUnderWayAndBeginsNothingMore() throws Exception {
    Callable<String> never =
        () -> {
          third.set(true);
          return "third";
        };
    Thread asker = askForAll(List.of(failing(), slow(), never));
    begun.await();
    // It has nothing left to wait for but the slow one, unless it gives up on it.
    await()
        .atMost(PATIENCE)
        .until(() -> isFree(pool) && !Thread.State.RUNNABLE.equals(asker.getState()));

    release.countDown();
    asker.join();

    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessage("no space");
    assertThat(endedBeforeTheAnswer).isTrue();
    assertThat(third).isFalse();
  }

  /** Whether the thread of the failed task has taken on the next one: the failure is known then. */
  private static boolean isFree(IngestPool pool) {
    return pool.all(List.<Callable<Boolean>>of(() -> true)).getFirst();
  }

  @Test
  void anInterruptedCallerWaitsForWhatIsUnderWayToo() throws Exception {
    Thread asker = askForAll(List.of(slow()));
    begun.await();

    asker.interrupt();
    await().atMost(PATIENCE).until(() -> !asker.isInterrupted());
    release.countDown();
    asker.join();

    assertThat(thrown.get()).isInstanceOf(RecollectException.class);
    assertThat(endedBeforeTheAnswer).isTrue();
  }

  @Test
  void theFirstFailureIsTold() {
    assertThatThrownBy(
            () ->
                pool.all(
                    List.<Callable<String>>of(
                        () -> "fine",
                        () -> {
                          begun.countDown();
                          release.await();
                          throw new IllegalStateException("first");
                        },
                        () -> {
                          release.countDown();
                          begun.await();
                          throw new IllegalStateException("second");
                        })))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first");
  }
}
