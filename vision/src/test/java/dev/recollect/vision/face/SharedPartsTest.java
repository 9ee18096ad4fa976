package dev.recollect.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.pool.InferencePool;
import dev.recollect.vision.pool.InferencePriority;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedPartsTest {
  @Test
  void oneThreadDoesItAllWhereNobodyHelps() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    assertThat(SharedParts.run(numbers(50, threads), FaceDetector.ALONE))
        .isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void anIdleThreadOfThePoolTakesPartsAndTheOrderStays() throws Exception {
    try (InferencePool pool = pool(2)) {
      CountDownLatch bothAreAtIt = new CountDownLatch(2);
      Supplier<Thread> meet =
          () -> {
            bothAreAtIt.countDown();
            await(bothAreAtIt);
            return Thread.currentThread();
          };

      List<Thread> threads =
          pool.submit(
                  InferencePriority.INTERACTIVE,
                  () -> SharedParts.run(List.of(meet, meet), pool::executeIfIdle))
              .get();

      assertThat(threads).doesNotHaveDuplicates();
    }
  }

  @Test
  void aBusyPoolLeavesEverythingToTheThreadThatAsked() throws Exception {
    try (InferencePool pool = pool(2)) {
      CountDownLatch done = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      var indexing =
          pool.submit(
              InferencePriority.INDEX,
              () -> {
                begun.countDown();
                await(done);
                return null;
              });
      await(begun);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();

      pool.submit(
              InferencePriority.INTERACTIVE,
              () -> SharedParts.run(numbers(20, threads), pool::executeIfIdle))
          .get();

      assertThat(threads).hasSize(1);
      done.countDown();
      indexing.get();
    }
  }

  @Test
  void theFailureOfAPartIsTheFailureOfTheWhole() {
    Supplier<Integer> broken =
        () -> {
          throw new IllegalStateException("no memory");
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> SharedParts.run(List.of(() -> 1, broken), FaceDetector.ALONE))
        .withMessage("no memory");
  }

  private static List<Supplier<Integer>> numbers(int count, Set<Thread> threads) {
    return IntStream.range(0, count)
        .<Supplier<Integer>>mapToObj(
            number ->
                () -> {
                  threads.add(Thread.currentThread());
                  return number;
                })
        .toList();
  }

  private static InferencePool pool(int threads) {
    return new InferencePool(threads, threads, Duration.ofMinutes(5), () -> {}, () -> {});
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
