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
      "select object_key, filename, photo_id, status from direct_upload where event_id = ?1 and upload_id = ?2";
  private static final String COMPLETE =
      """
      update direct_upload set photo_id = ?3, status = ?4
       where event_id = ?1 and upload_id = ?2 and photo_id is null returning 1
      """;
  private static final String REMOVE =
      "delete from direct_upload where event_id = ?1 and upload_id = ?2 returning 1";

  /**
   * A begun upload.
   *
   * @param photoId null until it is completed
   * @param status of its completion: stored or duplicate; null as above
   */
  record Upload(
      String objectKey,
      @Nullable String filename,
      @Nullable UUID photoId,
      @Nullable String status) {

    /** What was answered to its completion; empty until then. */
    Optional<FileResult> result() {
      return photoId == null
          ? Optional.empty()
          : Optional.of(new FileResult(filename, status, photoId, null));
    }
  }

  void add(long eventId, UUID uploadId, String key, @Nullable String filename) {
    write(ADD, eventId, uploadId, key, filename);
  }

  Optional<Upload> find(long eventId, UUID uploadId) {
    return Blocking.await(() -> Panache.withSession(() -> Sql.rows(FIND, eventId, uploadId)))
        .stream()
        .findFirst()
        .map(row -> new Upload((String) row[0], (String) row[1], (UUID) row[2], (String) row[3]));
  }

  /** Keeps the result of a taken file; false when another call has completed the upload before. */
  boolean complete(long eventId, UUID uploadId, FileResult taken) {
    return write(COMPLETE, eventId, uploadId, taken.imageId(), taken.status()) == 1;
  }

  void remove(long eventId, UUID uploadId) {
    write(REMOVE, eventId, uploadId);
  }

  private static int write(String sql, Object... parameters) {
    return Blocking.await(() -> Panache.withTransaction(() -> Sql.write(sql, parameters)));
  }
}
