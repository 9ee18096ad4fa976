package dev.recollect.photos.ingest;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The threads of ingest. Reading headers of images is native and CPU-bound work, so that all
 * requests together get a few platform threads.
 */
@ApplicationScoped
public class IngestPool {
  private final FilePool pool;

  IngestPool(IngestConfig config) {
    this.pool = new FilePool("ingest", config.filesAtOnce());
  }

  void stop(@Observes ShutdownEvent event) {
    pool.stop();
  }

  /** As {@link FilePool#all}. */
  public <T> List<T> all(List<Callable<T>> tasks) {
    return pool.all(tasks);
  }
}
