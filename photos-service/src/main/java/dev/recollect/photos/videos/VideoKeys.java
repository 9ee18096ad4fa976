package dev.recollect.photos.videos;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Keys of source videos: each number is given once in an event, and not again to another video once
 * others were told of it.
 */
final class VideoKeys {
  private VideoKeys() {}

  /**
   * Takes a key for a new video; others that want one wait until the transaction ends.
   *
   * @throws RecollectException 404 when the event is gone, 409 when the key is taken
   */
  static long take(Connection transaction, long eventId, OptionalLong wanted) throws SQLException {
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

  static boolean isTaken(Connection connection, long eventId, long key) throws SQLException {
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

  /** Keeps a key from being given again. */
  static void retire(Connection transaction, SourceVideo video) throws SQLException {
    Sql.of(
            "insert into retired_video_key (event_id, source_video_key) values (?, ?)",
            video.eventId(),
            video.key())
        .update(transaction);
  }
}
