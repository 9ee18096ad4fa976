package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the rows of source videos, each step of one's life together with the work that follows;
 * {@link VideoRows} reads them.
 */
@ApplicationScoped
class VideoStore {
  private final WorkQueue queue;

  VideoStore(WorkQueue queue) {
    this.queue = queue;
  }

  /** Adds one whose bytes are in the storage, and has it probed. */
  void addComplete(
      Connection transaction, long eventId, long key, UUID videoId, NewVideo video, long sizeBytes)
      throws SQLException {
    Sql.of(
            """
            insert into source_video (event_id, source_video_key, video_id, state, filename,
                                      start_time, size_bytes)
            values (?, ?, ?, 'probing', ?::text, ?::timestamptz, ?)
            """,
            eventId,
            key,
            videoId,
            video.filename(),
            video.startTime(),
            sizeBytes)
        .update(transaction);
    queue.enqueue(transaction, VideoProbeWork.QUEUE, eventId, videoId);
  }

  /** Adds one that comes in parts. */
  void addUpload(
      Connection transaction,
      long eventId,
      long key,
      UUID videoId,
      NewVideo video,
      VideoParts parts,
      String multipartId)
      throws SQLException {
    Sql.of(
            """
            insert into source_video (event_id, source_video_key, video_id, state, filename,
                                      start_time, size_bytes, part_bytes, multipart_id)
            values (?, ?, ?, 'uploading', ?::text, ?::timestamptz, ?, ?, ?)
            """,
            eventId,
            key,
            videoId,
            video.filename(),
            video.startTime(),
            parts.sizeBytes(),
            parts.partBytes(),
            multipartId)
        .update(transaction);
  }

  /** Adds one that is fetched, and has that done. */
  void addFetch(
      Connection transaction, long eventId, long key, UUID videoId, NewVideo video, String url)
      throws SQLException {
    Sql.of(
            """
            insert into source_video (event_id, source_video_key, video_id, state, filename,
                                      start_time, source_url)
            values (?, ?, ?, 'fetching', ?::text, ?::timestamptz, ?)
            """,
            eventId,
            key,
            videoId,
            video.filename(),
            video.startTime(),
            url)
        .update(transaction);
    queue.enqueue(transaction, VideoFetchWork.QUEUE, eventId, videoId);
  }

  /** From uploading or fetching to probing; false when it is gone, or somebody else did it. */
  boolean complete(Connection transaction, SourceVideo video, long sizeBytes) throws SQLException {
    boolean moved =
        Sql.of(
                    """
                    update source_video
                       set state = 'probing', size_bytes = ?, source_url = null,
                           multipart_id = null, part_bytes = null
                     where event_id = ? and video_id = ? and state = ?
                    """,
                    sizeBytes,
                    video.eventId(),
                    video.videoId(),
                    video.state().word())
                .update(transaction)
            == 1;
    if (moved) {
      queue.enqueue(transaction, VideoProbeWork.QUEUE, video.eventId(), video.videoId());
    }
    return moved;
  }

  /** False when it is gone. */
  boolean accept(Connection transaction, SourceVideo video, SourceVideo.Facts facts, long sizeBytes)
      throws SQLException {
    return Sql.of(
                """
                update source_video
                   set state = 'accepted', size_bytes = ?, sha256 = ?, content_type = ?, codec = ?,
                       duration_nanos = ?, width = ?, height = ?
                 where event_id = ? and video_id = ? and state = 'probing'
                """,
                sizeBytes,
                HexFormat.of().parseHex(facts.sha256()),
                facts.contentType(),
                facts.codec(),
                facts.duration().toNanos(),
                facts.width(),
                facts.height(),
                video.eventId(),
                video.videoId())
            .update(transaction)
        == 1;
  }

  /** Keeps the reason and has the object removed. */
  void refuse(Connection transaction, SourceVideo video, String reason) throws SQLException {
    Sql.of(
            """
            update source_video set state = 'refused', reason = left(?, 1000), source_url = null
             where event_id = ? and video_id = ? and state in ('fetching', 'probing')
            """,
            reason,
            video.eventId(),
            video.videoId())
        .update(transaction);
    queue.enqueue(transaction, VideoRemovalWork.QUEUE, video.eventId(), video.videoId());
  }

  /**
   * Takes it out of the library and has its object removed. The key of one that others know of is
   * never given again.
   *
   * @return its state until now; empty when it is gone already
   */
  Optional<VideoState> remove(Connection transaction, SourceVideo video) throws SQLException {
    Optional<VideoState> state =
        Sql.of(
                "delete from source_video where event_id = ? and video_id = ? returning state",
                video.eventId(),
                video.videoId())
            .first(transaction, row -> VideoState.of(row.getString(1)));
    if (state.equals(Optional.of(VideoState.ACCEPTED))) {
      VideoKeys.retire(transaction, video);
    }
    if (state.isPresent()) {
      queue.enqueue(transaction, VideoRemovalWork.QUEUE, video.eventId(), video.videoId());
    }
    return state;
  }
}
