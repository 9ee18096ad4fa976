package dev.recollect.photos.upkeep;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Presigned uploads that nobody completed. The object goes before its row, so that a kill in
 * between only means doing it again; what was put after its row had gone is found by listing.
 * Blocks.
 */
@ApplicationScoped
class ExpiredUploads {
  private static final Logger LOG = Logger.getLogger(ExpiredUploads.class);

  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;

  ExpiredUploads(Database database, ObjectStorage storage, StorageConfig buckets) {
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
  }

  private record Expired(StorageKeys.Upload upload, String objectKey) {}

  /**
   * @param newest what began later stays
   */
  void remove(Instant newest) {
    for (Expired expired :
        database.read(
            connection ->
                Sql.of(
                        "select event_id, upload_id, object_key from direct_upload where created_at < ?",
                        newest)
                    .list(
                        connection,
                        row ->
                            new Expired(
                                new StorageKeys.Upload(
                                    row.getLong(1), row.getObject(2, UUID.class)),
                                row.getString(3))))) {
      storage.remove(buckets.originalsBucket(), expired.objectKey());
      database.read(
          connection ->
              Sql.of(
                      "delete from direct_upload where event_id = ? and upload_id = ?",
                      expired.upload().eventId(),
                      expired.upload().uploadId())
                  .update(connection));
    }
    storage.list(
        buckets.originalsBucket(),
        StorageKeys.INCOMING,
        key ->
            StorageKeys.uploadOf(key)
                .filter(upload -> PhotoId.timeOf(upload.uploadId()).isBefore(newest))
                .filter(upload -> !isKnown(upload))
                .ifPresent(
                    upload -> {
                      storage.remove(buckets.originalsBucket(), key);
                      LOG.infof(
                          "late upload removed event_id=%d upload_id=%s",
                          upload.eventId(), upload.uploadId());
                    }));
  }

  private boolean isKnown(StorageKeys.Upload upload) {
    return database.read(
        connection ->
            Sql.of(
                    "select 1 from direct_upload where event_id = ? and upload_id = ?",
                    upload.eventId(),
                    upload.uploadId())
                .exists(connection));
  }
}
