package dev.recollect.clipping.clip;

import dev.recollect.kit.sql.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * The cuts of this replica. ffmpeg has to stop soon after nobody wants its clip any more, and who
 * says so may say it on any replica: the database tells all of them as it commits. The watch has a
 * connection of its own, so that no other work delays it, and looks for itself now and then, should
 * it have been deaf for a moment.
 */
@ApplicationScoped
public class RunningCuts {
  private static final Logger LOG = Logger.getLogger(RunningCuts.class);
  private static final int LOOK_MILLIS = 300;
  private static final String CHANNEL = "unwanted_clips";

  private final AgroalDataSource dataSource;
  private final Set<Cut> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  RunningCuts(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
    Thread.ofPlatform().daemon().name("clip-watch").start(this::watch);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  /** Tells all replicas, once the transaction commits, that clips have become unwanted. */
  public static void tell(Connection transaction) throws SQLException {
    Sql.of("select pg_notify(?, '')", CHANNEL).exists(transaction);
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

  private void watch() {
    while (!stopped) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        PGConnection notices = connection.unwrap(PGConnection.class);
        while (!stopped) {
          look(connection);
          notices.getNotifications(LOOK_MILLIS);
        }
        statement.execute("unlisten " + CHANNEL);
      } catch (SQLException lost) {
        pause(lost);
      }
    }
  }

  private void pause(SQLException lost) {
    if (!stopped) {
      LOG.warnf("cannot tell whether clips are still wanted: %s", lost.getMessage());
    }
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException ended) {
      stopped = true;
    }
  }

  private void look(Connection connection) throws SQLException {
    // A cut that begins while the question is under way is not part of it.
    List<Cut> asked = List.copyOf(running);
    if (asked.isEmpty()) {
      return;
    }
    Set<UUID> wanted = wanted(connection, asked);
    asked.stream().filter(cut -> !wanted.contains(cut.clip.clipId())).forEach(Cut::callOff);
  }

  private static Set<UUID> wanted(Connection connection, List<Cut> cuts) throws SQLException {
    return Set.copyOf(
        Sql.of(
                """
                select c.clip_id from clip c
                  join clip_search s using (event_id, request_id)
                  join source_video v using (event_id, source_video_key)
                 where c.event_id = any(?::bigint[]) and c.clip_id = any(?::uuid[])
                   and s.status = 'processing'
                """,
                cuts.stream().map(cut -> cut.clip.eventId()).distinct().toList(),
                cuts.stream().map(cut -> cut.clip.clipId()).toList())
            .list(connection, row -> row.getObject(1, UUID.class)));
  }
}
