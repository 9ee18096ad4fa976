package dev.recollect.clipping.clip;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The cuts of this replica, which looks several times a second whether their searches are still
 * wanted: a search may be called off on any replica, and ffmpeg has to stop soon after.
 */
@ApplicationScoped
public class RunningCuts {
  private static final Logger LOG = Logger.getLogger(RunningCuts.class);
  private static final long LOOK_MILLIS = 300;

  private final Database database;
  private final Set<Cut> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("clip-watch").unstarted(task));

  RunningCuts(Database database) {
    this.database = database;
    watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    watch.shutdownNow();
  }

  /** The calling thread's work on a clip, until it is closed. */
  Cut begin(SearchedClip clip) {
    Cut cut = new Cut(clip, Thread.currentThread());
    running.add(cut);
    return cut;
  }

  /** A cut under way; its thread is interrupted when nobody wants the clip any more. */
  final class Cut implements AutoCloseable {
    private final SearchedClip clip;
    private final Thread worker;
    private boolean over;
    private boolean unwanted;

    private Cut(SearchedClip clip, Thread worker) {
      this.clip = clip;
      this.worker = worker;
    }

    private synchronized void callOff() {
      if (!over && !unwanted) {
        unwanted = true;
        worker.interrupt();
      }
    }

    synchronized boolean unwanted() {
      return unwanted;
    }

    /** Afterwards the thread is not interrupted any more, and not left so by the watch. */
    @Override
    public synchronized void close() {
      over = true;
      running.remove(this);
      if (unwanted) {
        Thread.interrupted();
      }
    }
  }

  private void look() {
    if (running.isEmpty()) {
      return;
    }
    try {
      Set<UUID> wanted = wanted();
      running.stream().filter(cut -> !wanted.contains(cut.clip.requestId())).forEach(Cut::callOff);
    } catch (RuntimeException failure) {
      LOG.warnf("cannot tell whether clips are still wanted: %s", failure.getMessage());
    }
  }

  private Set<UUID> wanted() {
    List<UUID> searches = running.stream().map(cut -> cut.clip.requestId()).distinct().toList();
    return Set.copyOf(
        database.read(
            connection ->
                Sql.of(
                        """
                        select request_id from clip_search
                         where request_id = any(?::uuid[]) and status = 'processing'
                        """,
                        searches)
                    .list(connection, row -> row.getObject(1, UUID.class))));
  }
}
