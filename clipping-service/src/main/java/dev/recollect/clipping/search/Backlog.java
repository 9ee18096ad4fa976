package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipWork;
import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.kit.error.ThrottledException;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Searches and clips that wait or are worked on, over all replicas. A search that waits for videos
 * has no work in line.
 */
@ApplicationScoped
class Backlog {
  private static final List<String> QUEUES = List.of(ClipSearchWork.QUEUE, ClipWork.QUEUE);

  private final Database database;
  private final ClipsConfig config;

  Backlog(Database database, ClipsConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * @throws ThrottledException when one more would be too much
   */
  void requireRoom() {
    if (depth() >= config.backlog()) {
      throw new ThrottledException(
          "Too many clips are waiting to be cut", config.backlog(), config.retryAfter());
    }
  }

  private long depth() {
    return database.read(
        connection ->
            Sql.of(
                    """
                    select (select count(*) from work_item where queue = any(?) and state = 'pending')
                         + (select count(*) from clip_search where waits_for_videos)
                    """,
                    QUEUES)
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }
}
