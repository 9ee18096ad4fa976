package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Removes the objects of source videos that were refused or deleted. */
@ApplicationScoped
class VideoRemovalWork implements EventWork {
  static final String QUEUE = "video-removal";

  private final ObjectStorage storage;
  private final StorageConfig buckets;

  VideoRemovalWork(ObjectStorage storage, StorageConfig buckets) {
    this.storage = storage;
    this.buckets = buckets;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException {
    Optional<Long> organisation =
        Sql.of("select organisation_id from event where event_id = ?", item.eventId())
            .first(transaction, row -> row.getLong(1));
    organisation.ifPresent(
        id ->
            storage.remove(
                buckets.originalsBucket(), StorageKeys.video(id, item.eventId(), item.itemId())));
  }
}
