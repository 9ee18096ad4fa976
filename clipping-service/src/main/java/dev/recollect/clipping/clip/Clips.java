package dev.recollect.clipping.clip;

import dev.recollect.clipping.domain.Segment;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The rows of clips. */
@ApplicationScoped
public class Clips {
  private static final String FIND =
      """
      select event_id, request_id, clip_id, source_video_key, start_ns, end_ns, state, progress,
             error, status_code, start_time
        from clip left join source_video using (event_id, source_video_key)
      """;

  public void plan(
      Connection transaction,
      long eventId,
      UUID requestId,
      UUID clipId,
      long sourceVideoKey,
      Segment segment)
      throws SQLException {
    Sql.of(
            """
            insert into clip (event_id, request_id, clip_id, source_video_key, start_ns, end_ns)
            values (?, ?, ?, ?, ?, ?)
            """,
            eventId,
            requestId,
            clipId,
            sourceVideoKey,
            segment.start().toNanos(),
            segment.end().toNanos())
        .update(transaction);
  }

  Optional<SearchedClip> find(Connection connection, long eventId, UUID clipId)
      throws SQLException {
    return Sql.of(FIND + "where event_id = ? and clip_id = ?", eventId, clipId)
        .first(connection, Clips::read);
  }

  /** Clips of a search: longest first, then by video and time. */
  public List<SearchedClip> ofSearch(Connection connection, long eventId, UUID requestId)
      throws SQLException {
    return Sql.of(
            FIND
                + """
                where event_id = ? and request_id = ?
                order by end_ns - start_ns desc, source_video_key, start_ns
                """,
            eventId,
            requestId)
        .list(connection, Clips::read);
  }

  void progress(Connection connection, SearchedClip clip, double share) throws SQLException {
    Sql.of(
            "update clip set progress = ? where event_id = ? and clip_id = ? and state = 'pending'",
            share,
            clip.eventId(),
            clip.clipId())
        .update(connection);
  }

  void done(Connection transaction, SearchedClip clip) throws SQLException {
    Sql.of(
            "update clip set state = 'done', progress = 1 where event_id = ? and clip_id = ?",
            clip.eventId(),
            clip.clipId())
        .update(transaction);
  }

  void failed(Connection transaction, SearchedClip clip, CutFailure failure) throws SQLException {
    Sql.of(
            """
            update clip set state = 'failed', progress = 1, error = left(?, 500), status_code = ?
             where event_id = ? and clip_id = ?
            """,
            failure.reason(),
            failure.statusCode(),
            clip.eventId(),
            clip.clipId())
        .update(transaction);
  }

  /** The clip, and the work item that cut it. */
  public void remove(Connection transaction, SearchedClip clip) throws SQLException {
    Sql.of(
            "delete from work_item where queue = ? and event_id = ? and item_id = ?",
            ClipWork.QUEUE,
            clip.eventId(),
            clip.clipId())
        .update(transaction);
    Sql.of("delete from clip where event_id = ? and clip_id = ?", clip.eventId(), clip.clipId())
        .update(transaction);
  }

  private static SearchedClip read(ResultSet row) throws SQLException {
    Segment segment =
        new Segment(Duration.ofNanos(row.getLong(5)), Duration.ofNanos(row.getLong(6)));
    return new SearchedClip(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getObject(3, UUID.class),
        row.getLong(4),
        segment,
        Optional.ofNullable(row.getObject(11, OffsetDateTime.class))
            .map(begin -> begin.toInstant().plus(segment.start())),
        ClipState.of(row.getString(7)),
        row.getDouble(8),
        Optional.ofNullable(row.getString(9)),
        row.getObject(10) == null ? OptionalInt.empty() : OptionalInt.of(row.getInt(10)));
  }
}
