package dev.recollect.photos.videos;

import dev.recollect.kit.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the rows of source videos whose event is there. */
final class VideoRows {
  /** What was given up says why, until it is tried again. */
  private static final String SELECT =
      """
      select v.event_id, e.organisation_id, v.source_video_key, v.video_id, v.state,
             coalesce(v.reason, (
               select w.reason from work_item w
                where w.event_id = v.event_id and w.item_id = v.video_id and w.state = 'dead'
                  and w.queue in ('%s', '%s'))),
             v.filename, v.start_time, v.size_bytes, v.sha256, v.content_type, v.codec,
             v.duration_nanos, v.width, v.height, v.source_url, v.multipart_id, v.part_bytes,
             v.created_at, i.state
        from source_video v join event e on e.event_id = v.event_id and e.deleted_at is null
        left join video_integrity i
          on i.event_id = v.event_id and i.source_video_key = v.source_video_key
      """
          .formatted(VideoFetchWork.QUEUE, VideoProbeWork.QUEUE);

  private VideoRows() {}

  static Optional<SourceVideo> find(Connection connection, long eventId, long key)
      throws SQLException {
    return Sql.of(SELECT + " where v.event_id = ? and v.source_video_key = ?", eventId, key)
        .first(connection, VideoRows::read);
  }

  static Optional<SourceVideo> findById(Connection connection, long eventId, UUID videoId)
      throws SQLException {
    return Sql.of(SELECT + " where v.event_id = ? and v.video_id = ?", eventId, videoId)
        .first(connection, VideoRows::read);
  }

  /** The accepted video of the event with these bytes. */
  static Optional<SourceVideo> findBytes(Connection connection, long eventId, byte[] sha256)
      throws SQLException {
    return Sql.of(
            SELECT + " where v.event_id = ? and v.sha256 = ? and v.state = 'accepted'",
            eventId,
            sha256)
        .first(connection, VideoRows::read);
  }

  static long count(Connection connection, long eventId) throws SQLException {
    return Sql.of("select count(*) from source_video where event_id = ?", eventId)
        .first(connection, row -> row.getLong(1))
        .orElseThrow();
  }

  static List<SourceVideo> page(Connection connection, long eventId, int limit, long offset)
      throws SQLException {
    return Sql.of(
            SELECT + " where v.event_id = ? order by v.source_video_key limit ? offset ?",
            eventId,
            limit,
            offset)
        .list(connection, VideoRows::read);
  }

  /** Uploads in parts that began before a time and never ended. */
  static List<SourceVideo> abandoned(Connection connection, Instant before) throws SQLException {
    return Sql.of(SELECT + " where v.state = 'uploading' and v.created_at < ?", before)
        .list(connection, VideoRows::read);
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
        instant(row, 19),
        row.getString(20));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
