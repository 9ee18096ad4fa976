package dev.recollect.search.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(10);
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @Test
  void whatFindsNoRoomWaitsUntilThereIs() throws Exception {
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Boolean> first =
        new FutureTask<>(
            () ->
                budget.use(
                    6,
                    () -> {
                      holding.countDown();
                      released.await(5, TimeUnit.MINUTES);
                      return ran.add("first");
                    }));
    FutureTask<Boolean> second = new FutureTask<>(() -> budget.use(5, () -> ran.add("second")));
    Thread.ofPlatform().start(first);
    holding.await();
    assertThat(budget.use(4, () -> ran.add("beside"))).isTrue();
    Thread waiting = Thread.ofPlatform().start(second);
    while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    released.countDown();
    first.get();
    second.get();

    assertThat(ran).containsExactly("beside", "first", "second");
  }

  @Test
  void whatIsLargerThanAllIsLookedAtAlone() throws Exception {
    assertThat(budget.use(11, () -> ran.add("large"))).isTrue();
    assertThatThrownBy(
            () ->
                budget.use(
                    10,
                    () -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(budget.use(10, () -> ran.add("next"))).isTrue();
  }
}
