package dev.recollect.photos.ingest;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads of ingest. Reading headers of images is native and CPU-bound work, so that all
 * requests together get a few platform threads, however many files they bring.
 */
@ApplicationScoped
public class IngestPool {
  private final ExecutorService threads;

  IngestPool(IngestConfig config) {
    this.threads =
        Executors.newFixedThreadPool(
            config.filesAtOnce(), Thread.ofPlatform().name("ingest-", 0).daemon().factory());
  }

  void stop(@Observes ShutdownEvent event) {
    threads.shutdown();
  }

  /**
   * Runs all tasks and gives their results in order. When one fails, the others still come to their
   * end before the failure is thrown, since they use files that go with the request.
   */
  public <T> List<T> all(List<Callable<T>> tasks) {
    List<Future<T>> running = tasks.stream().map(threads::submit).toList();
    List<T> results = new ArrayList<>(running.size());
    RuntimeException failure = null;
    for (Future<T> task : running) {
      try {
        results.add(task.get());
      } catch (ExecutionException failed) {
        running.forEach(other -> other.cancel(false));
        failure = failure == null ? asRuntime(failed.getCause()) : failure;
      } catch (java.util.concurrent.CancellationException behindAFailure) {
        continue;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw RecollectException.unavailable("The service is shutting down", stopped);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  private static RuntimeException asRuntime(Throwable failure) {
    return failure instanceof RuntimeException already
        ? already
        : new RecollectException(ErrorCode.INTERNAL, "ingest failed", failure);
  }
}
