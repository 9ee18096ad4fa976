package dev.recollect.photos.upkeep;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Presigned uploads that nobody completed, and what was remembered of those that were, page by
 * page: there is one for every photo that came this way. The object goes before its row, so that a
 * kill in between only means doing it again; what was put after its row had gone is found by
 * listing. Blocks.
 */
@ApplicationScoped
class ExpiredUploads {
  private static final Logger LOG = Logger.getLogger(ExpiredUploads.class);
  private static final int AT_ONCE = 1000;

  /** Their files went when they were completed. */
  private static final String FORGET_COMPLETED =
      """
      delete from direct_upload
       where (event_id, upload_id) in (
               select event_id, upload_id from direct_upload
                where created_at < ? and photo_id is not null limit ?)
      """;

  private static final String UNCOMPLETED =
      """
      select event_id, upload_id, object_key from direct_upload
       where created_at < ? and photo_id is null
       order by created_at limit ?
      """;

  private static final String FORGET =
      """
      delete from direct_upload
       where (event_id, upload_id) in (select * from unnest(?::bigint[], ?::uuid[]))
      """;

  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;

  ExpiredUploads(Database database, ObjectStorage storage, StorageConfig buckets) {
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
  }

  /**
   * @param newest what began later stays
   */
  void remove(Instant newest) {
    database.repeat(
        AT_ONCE, transaction -> Sql.of(FORGET_COMPLETED, newest, AT_ONCE).update(transaction));
    List<Expired> page = page(newest);
    while (!page.isEmpty()) {
      remove(page);
      page = page.size() < AT_ONCE ? List.of() : page(newest);
    }
    removeLate(newest);
  }

  private record Expired(long eventId, UUID uploadId, String objectKey) {}

  private List<Expired> page(Instant newest) {
    return database.read(
        connection ->
            Sql.of(UNCOMPLETED, newest, AT_ONCE)
                .list(
                    connection,
                    row ->
                        new Expired(
                            row.getLong(1), row.getObject(2, UUID.class), row.getString(3))));
  }

  private void remove(List<Expired> page) {
    storage.removeAll(buckets.originalsBucket(), page.stream().map(Expired::objectKey).toList());
    database.read(
        connection ->
            Sql.of(
                    FORGET,
                    page.stream().map(Expired::eventId).toList(),
                    page.stream().map(Expired::uploadId).toList())
                .update(connection));
  }

  private void removeLate(Instant newest) {
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
