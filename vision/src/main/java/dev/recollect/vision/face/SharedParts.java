package dev.recollect.vision.face;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Parts of one task. The thread that needs them all takes one after the other, and so do the
 * threads that have time to help; nobody waits for a helper that has not begun.
 */
final class SharedParts {
  private SharedParts() {}

  /**
   * What the parts gave, in their order, once all have ended.
   *
   * @param idle rejects what it has no thread for at the moment
   * @throws RuntimeException of the first part that failed
   */
  static <T> List<T> run(List<Supplier<T>> parts, Executor idle) {
    List<CompletableFuture<T>> results =
        parts.stream().map(part -> new CompletableFuture<T>()).toList();
    AtomicInteger next = new AtomicInteger();
    Runnable turns =
        () -> {
          for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            complete(results.get(i), parts.get(i));
          }
        };
    try {
      for (int helper = 1; helper < parts.size(); helper++) {
        idle.execute(turns);
      }
    } catch (RejectedExecutionException allBusy) {
      // Fewer help, or none.
    }
    turns.run();
    return results.stream().map(SharedParts::result).toList();
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> part) {
    try {
      result.complete(part.get());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static <T> T result(CompletableFuture<T> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
