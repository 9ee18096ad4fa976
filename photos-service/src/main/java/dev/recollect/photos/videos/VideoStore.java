package dev.recollect.photos.videos;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The rows of source videos. */
@ApplicationScoped
class VideoStore {
  /** Of videos whose event is there. What was given up says why, until it is tried again. */
  private static final String SELECT =
      """
      select v.event_id, e.organisation_id, v.source_video_key, v.video_id, v.state,
             coalesce(v.reason, (
               select w.last_error from work_item w
                where w.event_id = v.event_id and w.item_id = v.video_id and w.state = 'dead'
                  and w.queue in ('%s', '%s'))),
             v.filename, v.start_time, v.size_bytes, v.sha256, v.content_type, v.codec,
             v.duration_nanos, v.width, v.height, v.source_url, v.multipart_id, v.part_bytes,
             v.created_at
        from source_video v join event e on e.event_id = v.event_id and e.deleted_at is null
      """
          .formatted(VideoFetchWork.QUEUE, VideoProbeWork.QUEUE);

  private final WorkQueue queue;

  VideoStore(WorkQueue queue) {
    this.queue = queue;
  }

  /**
   * Takes a key for a new video; others that want one wait until the transaction ends.
   *
   * @throws RecollectException 404 when the event is gone, 409 when the key is taken
   */
  long takeKey(Connection transaction, long eventId, OptionalLong wanted) throws SQLException {
    long last =
        Sql.of(
                """
                select last_source_video_key from event where event_id = ? and deleted_at is null
                   for no key update
                """,
                eventId)
            .first(transaction, row -> row.getLong(1))
            .orElseThrow(() -> RecollectException.notFound("Event not found"));
    long key = wanted.orElse(last + 1);
    if (isTaken(transaction, eventId, key)) {
      throw taken(key);
    }
    Sql.of(
            "update event set last_source_video_key = greatest(last_source_video_key, ?) where event_id = ?",
            key,
            eventId)
        .update(transaction);
    return key;
  }

  static RecollectException taken(long key) {
    return new RecollectException(
        ErrorCode.CONFLICT, "source_video_key " + key + " is taken, or was once");
  }

  boolean isTaken(Connection connection, long eventId, long key) throws SQLException {
    return Sql.of(
            """
            select 1 from source_video where event_id = ? and source_video_key = ?
            union all
            select 1 from retired_video_key where event_id = ? and source_video_key = ?
            """,
            eventId,
            key,
            eventId,
            key)
        .exists(connection);
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

  Optional<SourceVideo> find(Connection connection, long eventId, long key) throws SQLException {
    return Sql.of(SELECT + " where v.event_id = ? and v.source_video_key = ?", eventId, key)
        .first(connection, VideoStore::read);
  }

  Optional<SourceVideo> findById(Connection connection, long eventId, UUID videoId)
      throws SQLException {
    return Sql.of(SELECT + " where v.event_id = ? and v.video_id = ?", eventId, videoId)
        .first(connection, VideoStore::read);
  }

  /** The accepted video of the event with these bytes. */
  Optional<SourceVideo> findBytes(Connection connection, long eventId, byte[] sha256)
      throws SQLException {
    return Sql.of(
            SELECT + " where v.event_id = ? and v.sha256 = ? and v.state = 'accepted'",
            eventId,
            sha256)
        .first(connection, VideoStore::read);
  }

  long count(Connection connection, long eventId) throws SQLException {
    return Sql.of("select count(*) from source_video where event_id = ?", eventId)
        .first(connection, row -> row.getLong(1))
        .orElseThrow();
  }

  List<SourceVideo> page(Connection connection, long eventId, int limit, long offset)
      throws SQLException {
    return Sql.of(
            SELECT + " where v.event_id = ? order by v.source_video_key limit ? offset ?",
            eventId,
            limit,
            offset)
        .list(connection, VideoStore::read);
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
      Sql.of(
              "insert into retired_video_key (event_id, source_video_key) values (?, ?)",
              video.eventId(),
              video.key())
          .update(transaction);
    }
    if (state.isPresent()) {
      queue.enqueue(transaction, VideoRemovalWork.QUEUE, video.eventId(), video.videoId());
    }
    return state;
  }

  /** Uploads in parts that began before a time and never ended. */
  List<SourceVideo> abandoned(Connection connection, Instant before) throws SQLException {
    return Sql.of(SELECT + " where v.state = 'uploading' and v.created_at < ?", before)
        .list(connection, VideoStore::read);
  }

  private static SourceVideo read(ResultSet row) throws SQLException {
    byte[] sha256 = row.getBytes(10);
    VideoState state = VideoState.of(row.getString(5));
    return new SourceVideo(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getObject(4, UUID.class),
        state,
        row.getString(6),
        row.getString(7),
        instant(row, 8),
        row.getObject(9, Long.class),
        state == VideoState.ACCEPTED
            ? new SourceVideo.Facts(
                HexFormat.of().formatHex(sha256),
                row.getString(11),
                row.getString(12),
                Duration.ofNanos(row.getLong(13)),
                row.getInt(14),
                row.getInt(15))
            : null,
        new SourceVideo.Transfer(
            row.getString(16), row.getString(17), row.getObject(18, Long.class)),
        instant(row, 19));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
