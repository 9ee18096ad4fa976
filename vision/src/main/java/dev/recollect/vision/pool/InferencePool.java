package dev.recollect.vision.pool;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that inference runs on: as many platform threads as cores, and two bounded lines, of
 * which the interactive one goes first, but for a turn now and then ({@link WaitingTasks}). A flood
 * of indexing never fills the interactive line. A running task is not interrupted, so a selfie
 * waits for the photo in hand.
 */
public final class InferencePool implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final int capacity;
  private final Map<InferencePriority, Semaphore> places;
  private final ThreadPoolExecutor executor;

  /** The executor's queue holds a turn for each of them. */
  private final WaitingTasks waiting = new WaitingTasks();

  private final Runnable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held while the idle hook runs, by a thread that the executor no longer knows of. */
  private final ReentrantLock resting = new ReentrantLock();

  /**
   * @param threads how many tasks run at once, at least 1
   * @param capacity how many tasks of each priority may wait or run at once, at least {@code
   *     threads}
   * @param pause after which the pool counts as idle, above 0
   * @param whenIdle run then, once per pause and thread, such as {@code VisionModels::trim}
   * @param whenClosed run once by {@link #close} when neither a task nor {@code whenIdle} runs any
   *     more, such as {@code VisionModels::close}; never run while one does
   */
  public InferencePool(
      int threads, int capacity, Duration pause, Runnable whenIdle, Runnable whenClosed) {
    if (threads < 1 || capacity < threads) {
      throw new IllegalArgumentException(
          "inference pool: %d threads, %d places".formatted(threads, capacity));
    }
    this.capacity = capacity;
    this.whenClosed = whenClosed;
    this.places =
        Map.of(
            InferencePriority.INTERACTIVE,
            new Semaphore(capacity),
            InferencePriority.INDEX,
            new Semaphore(capacity));
    ThreadFactory factory = Thread.ofPlatform().daemon().name("inference-", 1).factory();
    this.executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            pause.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            task -> factory.newThread(() -> retire(task, whenIdle)));
    // An idle thread ends after the pause, which is when the hook runs: no clock of our own.
    executor.allowCoreThreadTimeOut(true);
  }

  private void retire(Runnable thread, Runnable whenIdle) {
    thread.run();
    resting.lock();
    try {
      if (!executor.isShutdown()) {
        whenIdle.run();
      }
    } finally {
      resting.unlock();
    }
  }

  /**
   * Queues a task; tasks of one priority run in the order they came. Cancelling the result keeps a
   * waiting task from running.
   *
   * @throws InferenceRejectedException if as many tasks of that priority wait as may, or the pool
   *     is closed
   */
  public <T> CompletableFuture<T> submit(InferencePriority priority, Callable<T> task) {
    Semaphore place = places.get(priority);
    if (!place.tryAcquire()) {
      throw new InferenceRejectedException(
          "inference pool is full: %d %s tasks are waiting or running"
              .formatted(capacity, priority.name().toLowerCase(Locale.ROOT)));
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    WaitingTasks.Task waiter =
        new WaitingTasks.Task(priority, place, result, () -> complete(result, task));
    waiting.add(waiter);
    try {
      executor.execute(() -> waiting.next().ifPresent(WaitingTasks.Task::run));
    } catch (RejectedExecutionException e) {
      if (waiting.remove(waiter)) {
        place.release();
      }
      throw new InferenceRejectedException("inference pool is closed");
    }
    return result;
  }

  /**
   * Runs a part of an interactive task on a thread that has nothing to do; what no thread can begin
   * now is refused, and left to whoever runs the task.
   *
   * @throws RejectedExecutionException if every thread is busy, or the pool is closed
   */
  public void executeIfIdle(Runnable part) {
    if (executor.getActiveCount() >= executor.getMaximumPoolSize()
        || !executor.getQueue().isEmpty()) {
      throw new RejectedExecutionException("every inference thread is busy");
    }
    try {
      submit(InferencePriority.INTERACTIVE, Executors.callable(part));
    } catch (InferenceRejectedException full) {
      throw new RejectedExecutionException(full);
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
    try {
      if (!result.isDone()) {
        result.complete(task.call());
      }
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  /** Tasks of a priority that wait or run. */
  public int load(InferencePriority priority) {
    return capacity - places.get(priority).availablePermits();
  }

  /**
   * Takes no more, cancels what waits and waits for what runs, a minute at most. What the tasks use
   * is given up only if they have ended by then.
   */
  @Override
  public void close() {
    executor.shutdownNow();
    for (Optional<WaitingTasks.Task> left = waiting.next();
        left.isPresent();
        left = waiting.next()) {
      left.get().drop();
    }
    try {
      if (executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)
          && resting.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        try {
          if (closed.compareAndSet(false, true)) {
            whenClosed.run();
          }
        } finally {
          resting.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
