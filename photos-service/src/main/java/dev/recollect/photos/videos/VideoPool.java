package dev.recollect.photos.videos;

import dev.recollect.photos.ingest.FilePool;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The threads for videos that come with a request. A few gigabytes take minutes to hash and store,
 * for which no photo is to wait.
 */
@ApplicationScoped
class VideoPool {
  private final FilePool pool;

  VideoPool(VideosConfig config) {
    this.pool = new FilePool("video-ingest", config.filesAtOnce());
  }

  void stop(@Observes ShutdownEvent event) {
    pool.stop();
  }

  /** As {@link FilePool#all} with one task. */
  <T> T run(Callable<T> task) {
    return pool.all(List.of(task)).getFirst();
  }
}
