package dev.recollect.photos.videos;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.storage.MultipartUploads;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.kit.storage.StorageException;
import dev.recollect.kit.storage.StoredPart;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Videos that clients put into the storage themselves, part by part. Which parts are there, the
 * storage says: an upload that was interrupted goes on with those that are missing. Blocks; call
 * from worker or virtual threads.
 */
@ApplicationScoped
class VideoUploads {
  private static final int MOST_NAMED = 20;

  private final VideoStore store;
  private final Database database;
  private final MultipartUploads multipart;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final VideosConfig limits;

  VideoUploads(
      VideoStore store,
      Database database,
      MultipartUploads multipart,
      ObjectStorage storage,
      StorageConfig buckets,
      VideosConfig limits) {
    this.store = store;
    this.database = database;
    this.multipart = multipart;
    this.storage = storage;
    this.buckets = buckets;
    this.limits = limits;
  }

  /**
   * @param sizeBytes of the file; a whole number from 1 to the limit
   * @throws RecollectException 409 when the key is taken, 422 for a size out of range
   */
  SourceVideo begin(EventAccess event, NewVideo video, long sizeBytes) {
    if (sizeBytes < 1 || sizeBytes > limits.maxBytes()) {
      throw RecollectException.invalidField("size_bytes", "must be 1-" + limits.maxBytes());
    }
    UUID videoId = VideoIngest.newId();
    String object = StorageKeys.video(event.organisationId(), event.eventId(), videoId);
    String multipartId = multipart.begin(buckets.originalsBucket(), object);
    try {
      return database.transact(
          transaction -> {
            long key = VideoKeys.take(transaction, event.eventId(), video.key());
            store.addUpload(
                transaction,
                event.eventId(),
                key,
                videoId,
                video,
                VideoParts.of(sizeBytes, limits.partBytes()),
                multipartId);
            return VideoRows.findById(transaction, event.eventId(), videoId).orElseThrow();
          });
    } catch (RecollectException refused) {
      multipart.abort(buckets.originalsBucket(), object, multipartId);
      throw refused;
    }
  }

  /**
   * @throws RecollectException 404 for an unknown, aborted or expired upload
   */
  SourceVideo find(EventAccess event, String uploadId) {
    UUID id = PhotoId.parse(uploadId).orElseThrow(VideoUploads::unknown);
    return database
        .read(connection -> VideoRows.findById(connection, event.eventId(), id))
        .orElseThrow(VideoUploads::unknown);
  }

  /** How the file of an unfinished upload is cut. */
  static VideoParts partsOf(SourceVideo video) {
    return new VideoParts(video.sizeBytes(), video.transfer().partBytes());
  }

  /** The parts of an unfinished upload that are there. */
  List<StoredPart> present(SourceVideo video) {
    return multipart.parts(
        buckets.originalsBucket(), video.objectKey(), video.transfer().multipartId());
  }

  /** Where to put a part. */
  URI partUrl(SourceVideo video, int part) {
    return multipart.presignPart(
        buckets.originalsBucket(), video.objectKey(), video.transfer().multipartId(), part);
  }

  /**
   * Makes a video of the parts and has it probed; asking again gives the same answer.
   *
   * @throws RecollectException 404 as {@link #find}, 409 while parts are missing
   */
  SourceVideo complete(EventAccess event, String uploadId) {
    SourceVideo video = find(event, uploadId);
    if (video.state() != VideoState.UPLOADING) {
      return video;
    }
    if (!isObject(video)) {
      try {
        join(video);
      } catch (RecollectException | StorageException failure) {
        // Another call may have completed it since this one began: its parts are gone then.
        if (find(event, uploadId).state() == VideoState.UPLOADING && !isObject(video)) {
          throw failure;
        }
      }
    }
    database.transact(transaction -> store.complete(transaction, video, video.sizeBytes()));
    return find(event, uploadId);
  }

  private void join(SourceVideo video) {
    List<StoredPart> parts = present(video);
    requireAll(partsOf(video).missing(parts));
    multipart.complete(
        buckets.originalsBucket(),
        video.objectKey(),
        video.transfer().multipartId(),
        parts.stream().filter(part -> part.number() <= partsOf(video).count()).toList());
  }

  /** Throws an unfinished upload away. */
  void abort(EventAccess event, String uploadId) {
    SourceVideo video = find(event, uploadId);
    if (video.state() != VideoState.UPLOADING) {
      throw new RecollectException(ErrorCode.CONFLICT, "The upload is completed");
    }
    abort(video);
  }

  /** As {@link #abort(EventAccess, String)}. */
  void abort(SourceVideo video) {
    multipart.abort(buckets.originalsBucket(), video.objectKey(), video.transfer().multipartId());
    database.transact(transaction -> store.remove(transaction, video));
  }

  private static void requireAll(List<Integer> missing) {
    if (!missing.isEmpty()) {
      String numbers =
          missing.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
      throw new RecollectException(
          ErrorCode.CONFLICT,
          "Parts are missing or of another size: %s%s"
              .formatted(numbers, missing.size() > MOST_NAMED ? ", and more" : ""));
    }
  }

  /** A kill between the storage's completion and ours leaves the object, and no upload any more. */
  private boolean isObject(SourceVideo video) {
    return storage
        .stat(buckets.originalsBucket(), video.objectKey())
        .filter(object -> object.sizeBytes() == video.sizeBytes())
        .isPresent();
  }

  private static RecollectException unknown() {
    return RecollectException.notFound("Upload not found");
  }
}
