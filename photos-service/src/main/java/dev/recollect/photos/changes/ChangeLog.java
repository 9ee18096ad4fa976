package dev.recollect.photos.changes;

import dev.recollect.photos.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Writes change rows, always within the transaction that makes the change. A row only names what
 * changed; readers are given its state of the moment they read. Readers of the feed wait for a
 * transaction from its first change row on, so those come as late in it as they can.
 */
public final class ChangeLog {
  private ChangeLog() {}

  /** Notes a change of the event itself. */
  public static Uni<Void> event(long eventId) {
    return Sql.write("insert into change (event_id) values (?1) returning 1", eventId)
        .replaceWithVoid();
  }

  /** Notes a change of a photo. */
  public static Uni<Void> photo(long eventId, UUID photoId) {
    return Sql.write(
            "insert into change (event_id, photo_id) values (?1, ?2) returning 1", eventId, photoId)
        .replaceWithVoid();
  }

  /** Notes a change of a source video that was accepted. */
  public static void sourceVideo(Connection transaction, long eventId, long key)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            "insert into change (event_id, source_video_key) values (?, ?)")) {
      insert.setLong(1, eventId);
      insert.setLong(2, key);
      insert.executeUpdate();
    }
  }

  /** As {@link #photo(long, UUID)}, in the transaction of a job. */
  public static void photo(Connection transaction, long eventId, UUID photoId) throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement("insert into change (event_id, photo_id) values (?, ?)")) {
      insert.setLong(1, eventId);
      insert.setObject(2, photoId);
      insert.executeUpdate();
    }
  }
}
