package dev.recollect.photos.ingest;

import dev.recollect.photos.sql.Blocking;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** The rows of direct uploads. Every method blocks and is a transaction of its own. */
@ApplicationScoped
public class UploadRecords {
  private static final String ADD =
      """
      insert into direct_upload (event_id, upload_id, object_key, filename)
      values (?1, ?2, ?3, cast(?4 as text)) returning 1
      """;
  private static final String FIND =
      "select object_key, filename, photo_id from direct_upload where event_id = ?1 and upload_id = ?2";
  private static final String COMPLETE =
      "update direct_upload set photo_id = ?3 where event_id = ?1 and upload_id = ?2 returning 1";
  private static final String REMOVE =
      "delete from direct_upload where event_id = ?1 and upload_id = ?2 returning 1";

  /**
   * A begun upload.
   *
   * @param photoId null until it is completed
   */
  record Upload(String objectKey, @Nullable String filename, @Nullable UUID photoId) {}

  void add(long eventId, UUID uploadId, String key, @Nullable String filename) {
    write(ADD, eventId, uploadId, key, filename);
  }

  Optional<Upload> find(long eventId, UUID uploadId) {
    return Blocking.await(() -> Panache.withSession(() -> Sql.rows(FIND, eventId, uploadId)))
        .stream()
        .findFirst()
        .map(row -> new Upload((String) row[0], (String) row[1], (UUID) row[2]));
  }

  void complete(long eventId, UUID uploadId, UUID photoId) {
    write(COMPLETE, eventId, uploadId, photoId);
  }

  void remove(long eventId, UUID uploadId) {
    write(REMOVE, eventId, uploadId);
  }

  private static void write(String sql, Object... parameters) {
    Blocking.await(() -> Panache.withTransaction(() -> Sql.write(sql, parameters)));
  }
}
