package dev.recollect.photos.ingest;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A few platform threads for the files of requests, however many files those bring. */
public final class FilePool {
  private final ExecutorService threads;

  /**
   * @param name of its threads
   * @param atOnce how many files it works on at once
   */
  public FilePool(String name, int atOnce) {
    this.threads =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
  }

  /** Takes no more files; those that wait are worked on. */
  public void stop() {
    threads.shutdown();
  }

  /**
   * Runs all tasks and gives their results in order. When one fails, or the caller is interrupted,
   * those already begun come to their end before the failure is thrown, since they use files that
   * go with the request; the others are not begun.
   */
  public <T> List<T> all(List<Callable<T>> tasks) {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<T>> running =
        tasks.stream().map(task -> threads.submit(() -> unless(over, task))).toList();
    List<T> results = new ArrayList<>(running.size());
    RuntimeException failure = null;
    for (Future<T> task : running) {
      try {
        results.add(finished(task, over));
      } catch (ExecutionException failed) {
        failure = failure == null ? asRuntime(failed.getCause()) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw RecollectException.unavailable("The service is shutting down", null);
    }
    return results;
  }

  /** Null when it is over before the task's turn. */
  private static <T> T unless(AtomicBoolean over, Callable<T> task) throws Exception {
    if (over.get()) {
      return null;
    }
    try {
      return task.call();
    } catch (Throwable failure) {
      over.set(true);
      throw failure;
    }
  }

  /** Waits for the task's end, also when interrupted, which is remembered. */
  private static <T> T finished(Future<T> task, AtomicBoolean over) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException stopped) {
          interrupted = true;
          over.set(true);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException asRuntime(Throwable failure) {
    return failure instanceof RuntimeException already
        ? already
        : new RecollectException(ErrorCode.INTERNAL, "ingest failed", failure);
  }
}
