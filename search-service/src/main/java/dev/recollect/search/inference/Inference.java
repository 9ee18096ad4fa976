package dev.recollect.search.inference;

import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.vision.Selfie;
import dev.recollect.vision.pool.InferencePool;
import dev.recollect.vision.pool.InferencePriority;
import dev.recollect.vision.pool.InferenceRejectedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to the models: a bounded pool on which a selfie goes ahead of photos that wait to be
 * indexed. Callers block, on virtual or job threads.
 */
@ApplicationScoped
public class Inference {
  /** Far above what the largest photo takes, and its turn: only a stuck process gets there. */
  private static final Duration INDEX_PATIENCE = Duration.ofMinutes(5);

  /** After it, the memory that inference borrowed is given back. */
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(15);

  private final PhotoInspector inspector;
  private final InferenceConfig config;
  private final InferencePool pool;

  Inference(
      PhotoInspector inspector,
      LoadedModels models,
      InferenceConfig config,
      MeterRegistry metrics) {
    this.inspector = inspector;
    this.config = config;
    int threads = InferenceConfig.workers(config);
    this.pool =
        new InferencePool(
            threads, Math.max(threads, config.queue()), IDLE_PAUSE, models::trim, models::close);
    for (InferencePriority priority : InferencePriority.values()) {
      String name = priority.name().toLowerCase(Locale.ROOT);
      metrics.gauge(
          "recollect.search.inference.load",
          Tags.of("priority", name),
          pool,
          p -> p.load(priority));
    }
  }

  /** Made at the start, since it frees what is loaded then. */
  void start(@Observes StartupEvent event) {}

  @PreDestroy
  void close() {
    pool.close();
  }

  /**
   * The largest face of a selfie; empty when it shows none. The file is read when its turn comes,
   * so what waits takes no memory; it must be there until this returns.
   *
   * @throws ImageRejectedException when it is no image that is accepted
   * @throws RecollectException unavailable when too many wait already or it takes too long
   */
  public Optional<Selfie> selfie(Path image) throws ImageRejectedException {
    try {
      return run(
          InferencePriority.INTERACTIVE,
          config.patience(),
          () -> inspector.selfie(image, pool::executeIfIdle));
    } catch (InferenceRejectedException | TimeoutException busy) {
      throw RecollectException.unavailable(
          "Too many selfie searches are under way; try again shortly", busy);
    }
  }

  /**
   * Faces and bibs of an original.
   *
   * @throws ImageRejectedException when it cannot be decoded
   * @throws RecollectException unavailable when its turn does not come
   * @throws TimeoutException when looking at it does not end
   */
  public PhotoFindings photo(byte[] original) throws ImageRejectedException, TimeoutException {
    return index(INDEX_PATIENCE, () -> inspector.photo(original));
  }

  /** That others keep the models busy is not the photo's fault; what it does itself is. */
  <T> T index(Duration patience, Callable<T> task) throws ImageRejectedException, TimeoutException {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      return run(
          InferencePriority.INDEX,
          patience,
          () -> {
            begun.set(true);
            return task.call();
          });
    } catch (InferenceRejectedException full) {
      throw RecollectException.unavailable("The models take no more photos for now", full);
    } catch (TimeoutException late) {
      if (begun.get()) {
        throw late;
      }
      throw RecollectException.unavailable("The models were busy for too long", late);
    }
  }

  /** Runs a task in its turn, within the patience. */
  <T> T run(InferencePriority priority, Duration patience, Callable<T> task)
      throws ImageRejectedException, TimeoutException {
    return result(pool.submit(priority, task), patience);
  }

  static <T> T result(CompletableFuture<T> result, Duration patience)
      throws ImageRejectedException, TimeoutException {
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      result.cancel(false);
      throw late;
    } catch (InterruptedException stopped) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      throw RecollectException.unavailable("The service is stopping", stopped);
    } catch (CancellationException closed) {
      throw RecollectException.unavailable("The service is stopping", closed);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ImageRejectedException rejected) {
        throw rejected;
      }
      throw new IllegalStateException("inference failed", failed.getCause());
    }
  }
}
