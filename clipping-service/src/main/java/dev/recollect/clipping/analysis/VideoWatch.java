package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Ends long work on a video that is deleted meanwhile. */
@ApplicationScoped
public class VideoWatch {
  private static final Logger LOG = Logger.getLogger(VideoWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final SourceVideoStore videos;

  VideoWatch(Database database, SourceVideoStore videos) {
    this.database = database;
    this.videos = videos;
  }

  /**
   * Does work on the calling thread, which is interrupted when the video is deleted.
   *
   * @return what the work returned; empty when the video is gone
   */
  public <T> Optional<T> whileKept(SourceVideo video, Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    AtomicBoolean gone = new AtomicBoolean();
    Thread watch = Thread.ofVirtual().start(() -> watch(video, worker, gone));
    try {
      return Optional.of(work.call());
    } catch (Exception failure) {
      if (gone.get()) {
        return Optional.empty();
      }
      throw failure;
    } finally {
      watch.interrupt();
      end(watch);
      if (gone.get() && Thread.interrupted()) {
        LOG.debugf("work ended, video is gone event_id=%d", video.eventId());
      }
    }
  }

  private void watch(SourceVideo video, Thread worker, AtomicBoolean gone) {
    try {
      do {
        Thread.sleep(PAUSE);
      } while (isThere(video));
      gone.set(true);
      worker.interrupt();
    } catch (InterruptedException workEnded) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isThere(SourceVideo video) {
    try {
      return database.read(connection -> videos.exists(connection, video));
    } catch (RuntimeException unknown) {
      // The work will notice by itself if the database stays away.
      return true;
    }
  }

  /** An interrupt must not reach the worker once its work is over. */
  private static void end(Thread watch) {
    boolean interrupted = false;
    while (watch.isAlive()) {
      try {
        watch.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
