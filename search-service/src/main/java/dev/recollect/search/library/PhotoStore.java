package dev.recollect.search.library;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The local copy of photos. */
@ApplicationScoped
public class PhotoStore {
  /** What {@link #read} reads, of a photo called {@code p}. */
  public static final String COLUMNS =
      "p.event_id, p.photo_id, p.width, p.height, p.capture_time, p.ready, p.rendition_version,"
          + " p.bucket, p.object_key, p.filename, p.sha256";

  public Optional<LibraryPhoto> find(Connection connection, long eventId, UUID photoId)
      throws SQLException {
    return Sql.of(
            "select " + COLUMNS + " from photo p where event_id = ? and photo_id = ?",
            eventId,
            photoId)
        .first(connection, PhotoStore::read);
  }

  /**
   * Keeps a photo from being removed until the transaction ends; false when it is gone already. The
   * last lock a transaction takes, since removal waits for it.
   */
  public boolean hold(Connection transaction, long eventId, UUID photoId) throws SQLException {
    return Sql.of(
            "select 1 from photo where event_id = ? and photo_id = ? for key share",
            eventId,
            photoId)
        .exists(transaction);
  }

  /** As {@link #hold} for many photos; those that are gone or going are left out. */
  public List<UUID> holdThose(Connection transaction, long eventId, Collection<UUID> photoIds)
      throws SQLException {
    return Sql.of(
            """
            select photo_id from photo where event_id = ? and photo_id = any(?::uuid[])
               for key share skip locked
            """,
            eventId,
            photoIds)
        .list(transaction, row -> row.getObject(1, UUID.class));
  }

  /**
   * Takes over what the library says.
   *
   * @param generation of the feed, see {@code feed_cursor}
   * @return whether the photo is to be indexed: it, its bytes or the generation are new
   */
  public boolean put(Connection transaction, LibraryPhoto photo, int generation)
      throws SQLException {
    LibraryPhoto.Original original = photo.original();
    byte[] sha256 = HexFormat.of().parseHex(original.sha256());
    boolean known =
        Sql.of(
                """
                select 1 from photo
                 where event_id = ? and photo_id = ? and sha256 = ? and generation = ?
                """,
                photo.eventId(),
                photo.photoId(),
                sha256,
                generation)
            .exists(transaction);
    Sql.of(
            """
            insert into photo (event_id, photo_id, width, height, capture_time, ready,
                               rendition_version, bucket, object_key, filename, sha256, generation)
            values (?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?, ?::text, ?, ?)
            on conflict (event_id, photo_id) do update
              set width = excluded.width, height = excluded.height,
                  capture_time = excluded.capture_time, ready = excluded.ready,
                  rendition_version = excluded.rendition_version, bucket = excluded.bucket,
                  object_key = excluded.object_key, filename = excluded.filename,
                  sha256 = excluded.sha256, generation = excluded.generation
            """,
            photo.eventId(),
            photo.photoId(),
            photo.width(),
            photo.height(),
            photo.captureTime().orElse(null),
            photo.ready(),
            photo.renditionVersion(),
            original.bucket(),
            original.objectKey(),
            original.filename().orElse(null),
            sha256,
            generation)
        .update(transaction);
    return !known;
  }

  /** Ids of an event's photos, in their own order. */
  public List<UUID> ids(Connection connection, long eventId) throws SQLException {
    return Sql.of("select photo_id from photo where event_id = ? order by photo_id", eventId)
        .list(connection, row -> row.getObject(1, UUID.class));
  }

  public void remove(Connection transaction, long eventId, Collection<UUID> photoIds)
      throws SQLException {
    Sql.of("delete from photo where event_id = ? and photo_id = any(?)", eventId, photoIds)
        .update(transaction);
  }

  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from photo where event_id = ?", eventId).update(transaction);
  }

  /** Reads a row that was selected with {@link #COLUMNS} in front. */
  public static LibraryPhoto read(ResultSet row) throws SQLException {
    return new LibraryPhoto(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getInt(3),
        row.getInt(4),
        Optional.ofNullable(row.getObject(5, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
        row.getBoolean(6),
        row.getInt(7),
        new LibraryPhoto.Original(
            row.getString(8),
            row.getString(9),
            Optional.ofNullable(row.getString(10)),
            HexFormat.of().formatHex(row.getBytes(11))));
  }
}
