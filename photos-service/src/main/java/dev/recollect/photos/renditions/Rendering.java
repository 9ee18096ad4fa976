package dev.recollect.photos.renditions;

import dev.recollect.kit.sql.Sql;
import dev.recollect.photos.changes.ChangeLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A photo whose renditions are not what its event asks for.
 *
 * @param version that the event asks for
 * @param present version that the photo has; 0 before the first
 */
record Rendering(
    long organisationId, long eventId, UUID photoId, String objectKey, int version, int present) {
  private static final String FIND =
      """
      select event.organisation_id, photo.object_key, event.rendition_version, photo.rendition_version
        from photo join event using (event_id)
       where photo.event_id = ? and photo.photo_id = ? and event.deleted_at is null
         and not (photo.ready and photo.rendition_version = event.rendition_version)
      """;
  private static final String FINISH =
      """
      update photo set ready = true, rendition_version = ?, large_bytes = ?, small_bytes = ?
       where event_id = ? and photo_id = ?
      """;

  /** Empty when there is nothing to do: the photo is up to date, or gone. */
  static Optional<Rendering> find(Connection transaction, long eventId, UUID photoId)
      throws SQLException {
    return Sql.of(FIND, eventId, photoId)
        .first(
            transaction,
            row ->
                new Rendering(
                    row.getLong(1),
                    eventId,
                    photoId,
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4)));
  }

  /** Shows the photo in the new version. */
  void finish(Connection transaction, long largeBytes, long smallBytes) throws SQLException {
    boolean there =
        Sql.of(FINISH, version, largeBytes, smallBytes, eventId, photoId).update(transaction) == 1;
    if (there) {
      ChangeLog.photo(transaction, eventId, photoId);
    }
  }

  /** Whether objects of an earlier version are left to remove. */
  boolean replacesOlder() {
    return present > 0;
  }
}
