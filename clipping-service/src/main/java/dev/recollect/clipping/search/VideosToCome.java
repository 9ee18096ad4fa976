package dev.recollect.clipping.search;

import dev.recollect.clipping.analysis.ChunkWork;
import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Whether a search would miss videos that are being analysed. It waits for them, but not for long:
 * then it searches what there is.
 */
@ApplicationScoped
class VideosToCome {
  private static final List<String> QUEUES =
      List.of(SourceVideos.DESCRIPTION_QUEUE, ChunkWork.QUEUE);

  private final ClipsConfig config;

  VideosToCome(ClipsConfig config) {
    this.config = config;
  }

  boolean worthWaiting(Connection connection, ClipSearch search) throws SQLException {
    return Instant.now().isBefore(search.createdAt().plus(config.patience()))
        && Sql.of(
                """
                select 1 from work_item
                 where queue = any(?) and event_id = ? and state = 'pending'
                 limit 1
                """,
                QUEUES,
                search.eventId())
            .exists(connection);
  }
}
