package dev.recollect.vision.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class InferencePoolTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final InferencePool pool =
      new InferencePool(1, 3, LONG, () -> {}, () -> ran.add("freed"));

  @AfterEach
  void close() {
    gate.countDown();
    pool.close();
  }

  @Test
  void aSelfieGoesAheadOfIndexWorkThatCameEarlier() throws Exception {
    holdTheThread();
    var first = submit(InferencePriority.INDEX, "photo 1");
    var second = submit(InferencePriority.INDEX, "photo 2");
    var selfie = submit(InferencePriority.INTERACTIVE, "selfie");

    gate.countDown();
    CompletableFuture.allOf(first, second, selfie).get(60, TimeUnit.SECONDS);

    assertThat(ran).containsExactly("selfie", "photo 1", "photo 2");
  }

  @Test
  void indexWorkIsNotStarvedByAnySequenceOfSelfies() throws Exception {
    try (InferencePool busy = new InferencePool(1, 100, LONG, () -> {}, () -> {})) {
      CountDownLatch started = new CountDownLatch(1);
      busy.submit(
          InferencePriority.INTERACTIVE,
          () -> {
            started.countDown();
            return gate.await(5, TimeUnit.MINUTES);
          });
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        all.add(busy.submit(InferencePriority.INDEX, () -> ran.add("photo")));
      }
      for (int n = 0; n < 80; n++) {
        all.add(busy.submit(InferencePriority.INTERACTIVE, () -> ran.add("selfie")));
      }

      gate.countDown();
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
    }
    List<Integer> turns =
        IntStream.range(0, ran.size())
            .filter(turn -> ran.get(turn).equals("photo"))
            .boxed()
            .toList();
    // The third has the line for itself once the selfies have gone.
    assertThat(turns).containsExactly(31, 63, 82);
  }

  @Test
  void aFullIndexQueueRefusesMoreButStillTakesSelfies() throws Exception {
    holdTheThread();
    submit(InferencePriority.INDEX, "photo 1");
    submit(InferencePriority.INDEX, "photo 2");

    assertThatExceptionOfType(InferenceRejectedException.class)
        .isThrownBy(() -> submit(InferencePriority.INDEX, "photo 3"))
        .withMessage("inference pool is full: 3 index tasks are waiting or running");
    assertThat(pool.load(InferencePriority.INDEX)).isEqualTo(3);

    var selfie = submit(InferencePriority.INTERACTIVE, "selfie");
    gate.countDown();
    selfie.get(60, TimeUnit.SECONDS);
    assertThat(ran).startsWith("selfie").doesNotContain("photo 3");
  }

  @Test
  void aPlaceIsFreeAgainAfterATaskEndedWellOrBadly() throws Exception {
    for (int i = 0; i < 10; i++) {
      submit(InferencePriority.INDEX, "photo").get(60, TimeUnit.SECONDS);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(
              () ->
                  pool.submit(
                          InferencePriority.INDEX,
                          () -> {
                            throw new IOException("unreadable");
                          })
                      .get(60, TimeUnit.SECONDS))
          .withCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void aCancelledTaskNeverRuns() throws Exception {
    holdTheThread();
    var cancelled = submit(InferencePriority.INDEX, "cancelled");
    var next = submit(InferencePriority.INDEX, "next");
    cancelled.cancel(false);

    gate.countDown();
    next.get(60, TimeUnit.SECONDS);

    assertThat(ran).containsExactly("next");
  }

  @Test
  void closingCancelsWhatWaitsAndRefusesWhatComes() throws Exception {
    holdTheThread();
    var waiting = submit(InferencePriority.INDEX, "waiting");

    pool.close();

    assertThat(waiting).isCancelled();
    assertThatExceptionOfType(InferenceRejectedException.class)
        .isThrownBy(() -> submit(InferencePriority.INTERACTIVE, "late"))
        .withMessage("inference pool is closed");
    assertThat(ran).containsExactly("freed");
    pool.close();
    assertThat(ran).containsExactly("freed");
  }

  @Test
  void whatTasksUseIsFreedOnlyOnceTheyHaveEnded() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    pool.submit(
        InferencePriority.INDEX,
        () -> {
          started.countDown();
          awaitWhateverHappens(gate);
          return ran.add("task");
        });
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

    closeAndOpenTheGateMeanwhile(pool);

    assertThat(ran).containsExactly("task", "freed");
  }

  @Test
  void whatTheHookUsesIsFreedOnlyOnceItHasEnded() throws Exception {
    CountDownLatch resting = new CountDownLatch(1);
    InferencePool brief =
        new InferencePool(
            1,
            1,
            Duration.ofMillis(20),
            () -> {
              resting.countDown();
              awaitWhateverHappens(gate);
              ran.add("hook");
            },
            () -> ran.add("freed"));
    brief.submit(InferencePriority.INDEX, () -> ran.add("task")).get(60, TimeUnit.SECONDS);
    assertThat(resting.await(60, TimeUnit.SECONDS)).isTrue();

    closeAndOpenTheGateMeanwhile(brief);

    assertThat(ran).containsExactly("task", "hook", "freed");
  }

  private void closeAndOpenTheGateMeanwhile(InferencePool closing) throws InterruptedException {
    Thread closer = Thread.ofPlatform().start(closing::close);
    while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
      Thread.onSpinWait();
    }
    gate.countDown();
    closer.join();
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException ignored) {
        // As native code does, which nothing interrupts.
      }
    }
  }

  @Test
  void aPauseRunsTheHookAndWorkGoesOnAfterIt() throws Exception {
    CountDownLatch rested = new CountDownLatch(1);
    try (InferencePool brief =
        new InferencePool(1, 1, Duration.ofMillis(20), rested::countDown, () -> {})) {
      brief.submit(InferencePriority.INDEX, () -> ran.add("before")).get(60, TimeUnit.SECONDS);
      assertThat(rested.await(60, TimeUnit.SECONDS)).isTrue();
      brief.submit(InferencePriority.INDEX, () -> ran.add("after")).get(60, TimeUnit.SECONDS);
    }
    assertThat(ran).containsExactly("before", "after");
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InferencePool(0, 1, LONG, () -> {}, () -> {}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InferencePool(2, 1, LONG, () -> {}, () -> {}));
  }

  private void holdTheThread() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    var held =
        pool.submit(
            InferencePriority.INDEX,
            () -> {
              started.countDown();
              return gate.await(5, TimeUnit.MINUTES);
            });
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(held).isNotDone();
  }

  private CompletableFuture<Boolean> submit(InferencePriority priority, String name) {
    return pool.submit(priority, () -> ran.add(name));
  }
}
