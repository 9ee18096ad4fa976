package dev.recollect.vision.pool;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * The tasks that wait, in two lines, and whose turn it is. Those of the interactive line go first,
 * but never all of them: index work that got no turn at all would hold up whatever waits for it.
 * Safe for any number of threads.
 */
final class WaitingTasks {
  /**
   * While both wait, one turn in so many goes to the index line. A photo takes the models about as
   * long as ten selfies, so a quarter of the time goes there while selfies never cease, and a
   * selfie that would have had the turn waits for one photo longer.
   */
  static final int TURNS = 32;

  /** A task, the place it holds and the result it is to give. */
  record Task(
      InferencePriority priority, Semaphore place, CompletableFuture<?> result, Runnable work) {

    void run() {
      try {
        work.run();
      } finally {
        place.release();
      }
    }

    void drop() {
      place.release();
      result.cancel(false);
    }
  }

  private final Map<InferencePriority, Queue<Task>> lines = new EnumMap<>(InferencePriority.class);
  private int passedOver;

  WaitingTasks() {
    for (InferencePriority priority : InferencePriority.values()) {
      lines.put(priority, new ArrayDeque<>());
    }
  }

  synchronized void add(Task task) {
    lines.get(task.priority()).add(task);
  }

  /** Whether the task waited; it does no more. */
  synchronized boolean remove(Task task) {
    return lines.get(task.priority()).remove(task);
  }

  /** The task whose turn it is, which waits no more. */
  synchronized Optional<Task> next() {
    Queue<Task> interactive = lines.get(InferencePriority.INTERACTIVE);
    Queue<Task> index = lines.get(InferencePriority.INDEX);
    if (index.isEmpty()) {
      return Optional.ofNullable(interactive.poll());
    }
    if (interactive.isEmpty() || passedOver == TURNS - 1) {
      passedOver = 0;
      return Optional.of(index.remove());
    }
    passedOver++;
    return Optional.of(interactive.remove());
  }
}
