package dev.recollect.clipping.clip;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes the clips of videos that were deleted, from storage and then from the tables. One that is
 * being cut finds its source gone by itself.
 */
@ApplicationScoped
public class ClipRemoval implements EventWork {
  /** Name of the queue. */
  public static final String QUEUE = "clip-removal";

  private final Clips clips;
  private final ClipFiles files;
  private final WorkQueue queue;

  ClipRemoval(Clips clips, ClipFiles files, WorkQueue queue) {
    this.clips = clips;
    this.files = files;
    this.queue = queue;
  }

  /** Puts a video's clips in line, in the transaction that has removed the video's row. */
  public void ofVideo(Connection transaction, long eventId, long sourceVideoKey)
      throws SQLException {
    List<UUID> done =
        Sql.of(
                """
                select clip_id from clip
                 where event_id = ? and source_video_key = ? and state = 'done'
                """,
                eventId,
                sourceVideoKey)
            .list(transaction, row -> row.getObject(1, UUID.class));
    if (!done.isEmpty()) {
      queue.enqueueAll(transaction, QUEUE, eventId, done);
    }
    RunningCuts.tell(transaction);
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException {
    Optional<SearchedClip> clip = clips.find(transaction, item.eventId(), item.itemId());
    if (clip.isPresent()) {
      files.remove(clip.get());
      clips.remove(transaction, clip.get());
    }
    queue.remove(transaction, item);
  }
}
