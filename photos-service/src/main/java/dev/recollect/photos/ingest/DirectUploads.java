package dev.recollect.photos.ingest;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.StoredObject;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/**
 * Files that clients put into the storage themselves. What is taken in is a copy that was checked:
 * the URL stays good for a while, and whoever has it could change the file after the check. Blocks;
 * call from worker or virtual threads.
 */
@ApplicationScoped
public class DirectUploads {
  private final UploadRecords records;
  private final Ingest ingest;
  private final IngestPool pool;
  private final IngestConfig limits;
  private final IncomingFiles files;

  DirectUploads(
      UploadRecords records,
      Ingest ingest,
      IngestPool pool,
      IngestConfig limits,
      IncomingFiles files) {
    this.records = records;
    this.ingest = ingest;
    this.pool = pool;
    this.limits = limits;
    this.files = files;
  }

  DirectUploadsResource.UploadTarget begin(EventAccess event, @Nullable String filename) {
    UUID uploadId = UuidVersion7Strategy.INSTANCE.generateUuid(null);
    String key = StorageKeys.incoming(event.organisationId(), event.eventId(), uploadId);
    records.add(event.eventId(), uploadId, key, filename);
    return files.target(uploadId, key);
  }

  /**
   * @throws RecollectException 404 for an unknown or expired upload, 400 when nothing was put
   */
  FileResult complete(EventAccess event, String uploadId) {
    UUID id = PhotoId.parse(uploadId).orElseThrow(DirectUploads::unknown);
    UploadRecords.Upload upload =
        records.find(event.eventId(), id).orElseThrow(DirectUploads::unknown);
    return upload.result().orElseGet(() -> completed(event, id, upload));
  }

  private FileResult completed(EventAccess event, UUID id, UploadRecords.Upload upload) {
    Callable<Optional<FileResult>> take = () -> takeIn(event, upload);
    Optional<FileResult> taken = pool.all(List.of(take)).getFirst();
    if (taken.isEmpty()) {
      return resultOfAnother(event, id)
          .orElseThrow(
              () -> RecollectException.malformed("Nothing was put to the URL of this upload"));
    }
    FileResult result = taken.get();
    if (result.imageId() == null) {
      // The file first: without its row nobody would know of it before the next sweep.
      files.remove(upload.objectKey());
      records.remove(event.eventId(), id);
      return result;
    }
    boolean first = records.complete(event.eventId(), id, result);
    files.remove(upload.objectKey());
    return first ? result : resultOfAnother(event, id).orElse(result);
  }

  /** What another call, which has completed the upload since this one began, was answered. */
  private Optional<FileResult> resultOfAnother(EventAccess event, UUID id) {
    return records.find(event.eventId(), id).orElseThrow(DirectUploads::unknown).result();
  }

  /** Empty when there is no file: none was put, or another call has taken it in. */
  private Optional<FileResult> takeIn(EventAccess event, UploadRecords.Upload upload) {
    Optional<StoredObject> stored = files.stat(upload.objectKey());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    long size = stored.get().sizeBytes();
    if (size > limits.maxBytes()) {
      return Optional.of(FileResult.tooLarge(upload.filename(), size, limits.maxBytes()));
    }
    return files.fetched(
        upload.objectKey(),
        size,
        file -> ingest.take(event, file, upload.filename()),
        () ->
            FileResult.refused(
                upload.filename(), "The file was replaced by a larger one while it was read."));
  }

  private static RecollectException unknown() {
    return RecollectException.notFound("Upload not found");
  }
}
