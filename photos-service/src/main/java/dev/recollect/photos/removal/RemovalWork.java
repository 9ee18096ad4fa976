package dev.recollect.photos.removal;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.MultipartUploads;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes the files of deleted photos, and the files and rows of deleted events, source videos
 * included. An event goes part by part. Removing twice does no harm, so a kill in the middle only
 * means doing a part again.
 */
@ApplicationScoped
public class RemovalWork implements EventWork {
  /** One request; the item then waits in line again, so that no transaction lasts. */
  private static final int FILES_AT_ONCE = 1000;

  private static final String OWNER = "select organisation_id from event where event_id = ?";

  private static final String VERSION =
      "select rendition_version from photo where event_id = ? and photo_id = ?";

  private static final String UPLOADS =
      "select video_id, multipart_id from source_video where event_id = ? and state = 'uploading'";

  private static final String OTHER_WORK =
      "delete from work_item where event_id = ? and queue <> '" + Removals.QUEUE + "'";

  /**
   * Leaves first; the event's own row stays behind as the mark that its id was used. Work once
   * more, since what was waited for may have left work to do.
   */
  private static final List<String> ROWS_OF_EVENT =
      List.of(
          "delete from photo where event_id = ?",
          "delete from camera_clock where event_id = ?",
          "delete from stamp where event_id = ?",
          "delete from direct_upload where event_id = ?",
          "delete from source_video where event_id = ?",
          "delete from retired_video_key where event_id = ?",
          OTHER_WORK);

  private final ObjectStorage storage;
  private final MultipartUploads multipart;
  private final StorageConfig buckets;
  private final WorkQueue queue;

  RemovalWork(
      ObjectStorage storage, MultipartUploads multipart, StorageConfig buckets, WorkQueue queue) {
    this.storage = storage;
    this.multipart = multipart;
    this.buckets = buckets;
    this.queue = queue;
  }

  @Override
  public String queue() {
    return Removals.QUEUE;
  }

  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException {
    long organisationId = organisationOf(item.eventId(), transaction);
    if (item.itemId().equals(Removals.WHOLE_EVENT)) {
      removeEvent(organisationId, item, transaction);
    } else {
      removePhoto(organisationId, item, transaction);
    }
  }

  /** A part of its files, and with the last part the rows. */
  private void removeEvent(long organisationId, WorkItem item, Connection transaction)
      throws SQLException {
    // Waits for what is under way and lets nothing begin: what that stores is there to be listed,
    // and it takes its item before other rows, too, so that neither waits for the other.
    Sql.of(OTHER_WORK, item.eventId()).update(transaction);
    if (areFilesLeft(StorageKeys.ofEvent(organisationId, item.eventId()))) {
      queue.enqueue(transaction, item.queue(), item.eventId(), item.itemId());
    } else {
      abortUploads(organisationId, item.eventId(), transaction);
      removeRows(item.eventId(), transaction);
    }
  }

  /** Removes files of an event, and says whether there may be more. */
  private boolean areFilesLeft(String prefix) {
    return removeSome(buckets.renditionsBucket(), prefix)
        || removeSome(buckets.originalsBucket(), prefix)
        || removeSome(buckets.originalsBucket(), StorageKeys.INCOMING + prefix);
  }

  private boolean removeSome(String bucket, String prefix) {
    List<String> keys = storage.list(bucket, prefix, FILES_AT_ONCE);
    storage.removeAll(bucket, keys);
    return keys.size() == FILES_AT_ONCE;
  }

  /** Everything of a photo that is gone; of one that is there, the renditions it had before. */
  private void removePhoto(long organisationId, WorkItem item, Connection transaction)
      throws SQLException {
    Optional<Integer> present = presentVersion(item, transaction);
    String renditions = StorageKeys.renditions(organisationId, item.eventId(), item.itemId());
    storage.list(
        buckets.renditionsBucket(),
        renditions,
        key -> {
          // A higher version than the present one is being made right now.
          if (present.isEmpty() || versionOf(key) < present.get()) {
            storage.remove(buckets.renditionsBucket(), key);
          }
        });
    if (present.isEmpty()) {
      storage.remove(
          buckets.originalsBucket(),
          StorageKeys.original(organisationId, item.eventId(), item.itemId()));
    }
  }

  private static int versionOf(String key) {
    return StorageKeys.ownerOf(key).map(StorageKeys.Owner::version).orElse(Integer.MAX_VALUE);
  }

  private static Optional<Integer> presentVersion(WorkItem item, Connection transaction)
      throws SQLException {
    return Sql.of(VERSION, item.eventId(), item.itemId()).first(transaction, row -> row.getInt(1));
  }

  /** Parts are no objects yet, so that no listing shows them. */
  private void abortUploads(long organisationId, long eventId, Connection transaction)
      throws SQLException {
    List<Upload> uploads =
        Sql.of(UPLOADS, eventId)
            .list(transaction, row -> new Upload(row.getObject(1, UUID.class), row.getString(2)));
    for (Upload upload : uploads) {
      multipart.abort(
          buckets.originalsBucket(),
          StorageKeys.video(organisationId, eventId, upload.videoId()),
          upload.multipartId());
    }
  }

  private record Upload(UUID videoId, String multipartId) {}

  private static void removeRows(long eventId, Connection transaction) throws SQLException {
    for (String sql : ROWS_OF_EVENT) {
      Sql.of(sql, eventId).update(transaction);
    }
  }

  private static long organisationOf(long eventId, Connection transaction) throws SQLException {
    return Sql.of(OWNER, eventId)
        .first(transaction, row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("no row for event " + eventId));
  }
}
