package dev.recollect.clipping.library;

import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Source videos as they come and go, and the work that this means. */
@ApplicationScoped
public class SourceVideos {
  /** Queue of the work that finds out what is in a file. */
  public static final String DESCRIPTION_QUEUE = "video-description";

  private final SourceVideoStore store;
  private final WorkQueue queue;

  SourceVideos(SourceVideoStore store, WorkQueue queue) {
    this.store = store;
    this.queue = queue;
  }

  /**
   * Takes over what the library says of a video, and has it looked at if need be.
   *
   * @param generation of the feed
   */
  public void put(Connection transaction, SourceVideo video, int generation) throws SQLException {
    if (store.put(transaction, video, generation)) {
      SourceVideo stored = store.find(transaction, video.eventId(), video.key()).orElseThrow();
      queue.enqueue(transaction, DESCRIPTION_QUEUE, stored.eventId(), stored.descriptionId());
    }
  }

  /**
   * Removes a video. Work on it that is under way is not waited for: it notices, ends and takes its
   * own item away. The video goes first, so that work which is just being committed has finished,
   * and its item is seen.
   */
  public void remove(Connection transaction, long eventId, long key) throws SQLException {
    List<UUID> items =
        Sql.of(
                """
                select description_id from source_video
                 where event_id = ? and source_video_key = ?
                union all
                select chunk_id from analysis_chunk
                 where event_id = ? and source_video_key = ?
                """,
                eventId,
                key,
                eventId,
                key)
            .list(transaction, row -> row.getObject(1, UUID.class));
    store.remove(transaction, eventId, key);
    Sql.of(
            """
            delete from work_item where (queue, event_id, item_id) in (
              select queue, event_id, item_id from work_item
               where event_id = ? and item_id = any(?::uuid[])
                 for update skip locked)
            """,
            eventId,
            items)
        .update(transaction);
  }

  /** As {@link #remove} for all videos of an event. */
  public void removeAll(Connection transaction, long eventId) throws SQLException {
    for (long key : store.keys(transaction, eventId)) {
      remove(transaction, eventId, key);
    }
  }
}
