package dev.recollect.clipping.inference;

import dev.recollect.vision.pool.InferencePool;
import dev.recollect.vision.pool.InferencePriority;
import dev.recollect.vision.pool.InferenceRejectedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way to the models: a bounded pool on which a person's selfie goes ahead of pictures that wait
 * to be analysed. Callers block, on virtual or job threads.
 */
@ApplicationScoped
public class Inference {
  /** After it, the models and the memory that they worked with are given back. */
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(15);

  private final InferencePool pool;

  Inference(InferenceConfig config, FaceModels models, MeterRegistry metrics) {
    int threads = config.threads().orElse(Runtime.getRuntime().availableProcessors());
    // Held here: beans are destroyed in no defined order, and models may be done before this is.
    List<ModelsOnDemand<?>> onDemand = models.onDemand();
    this.pool =
        new InferencePool(
            threads,
            Math.max(threads, config.queue()),
            IDLE_PAUSE,
            () -> onDemand.forEach(ModelsOnDemand::rest),
            () -> onDemand.forEach(ModelsOnDemand::rest));
    for (InferencePriority priority : InferencePriority.values()) {
      metrics.gauge(
          "recollect.clipping.inference.load",
          Tags.of("priority", priority.name().toLowerCase(Locale.ROOT)),
          pool,
          p -> p.load(priority));
    }
  }

  /** Made at the start, and with it the models. */
  void start(@Observes StartupEvent event) {}

  @PreDestroy
  void close() {
    pool.close();
  }

  /**
   * Runs a task when its turn comes and waits for it.
   *
   * @param patience for the turn and the task together; afterwards a task that still waits is
   *     dropped
   * @throws InferenceRejectedException when too many wait already
   * @throws TimeoutException when it took too long
   * @throws InterruptedException when the caller was interrupted; the task may still run
   */
  public <T> T run(InferencePriority priority, Duration patience, Callable<T> task)
      throws TimeoutException, InterruptedException {
    CompletableFuture<T> result = pool.submit(priority, task);
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException ended) {
      result.cancel(false);
      throw ended;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("inference failed", failed.getCause());
    }
  }

  /**
   * Runs a part of what runs here on a thread that has nothing to do.
   *
   * @throws java.util.concurrent.RejectedExecutionException when there is none
   */
  public void executeIfIdle(Runnable part) {
    pool.executeIfIdle(part);
  }
}
