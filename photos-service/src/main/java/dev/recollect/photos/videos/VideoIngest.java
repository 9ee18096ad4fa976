package dev.recollect.photos.videos;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.outbound.Outbound;
import dev.recollect.kit.outbound.OutboundException;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.ingest.Checksum;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/**
 * Takes videos in that are sent with a request, and addresses of videos. The original is stored
 * first and the row follows: a kill in between leaves at most an object without a row, which the
 * upkeep job removes. Blocks; call from worker or virtual threads.
 */
@ApplicationScoped
class VideoIngest {
  static final String CONTENT_TYPE = "application/octet-stream";

  private final VideoStore store;
  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final VideosConfig limits;
  private final Outbound outbound;

  VideoIngest(
      VideoStore store,
      Database database,
      ObjectStorage storage,
      StorageConfig buckets,
      VideosConfig limits,
      Outbound outbound) {
    this.store = store;
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
    this.limits = limits;
    this.outbound = outbound;
  }

  /**
   * What became of a file.
   *
   * @param known the event has had these bytes already
   */
  record Taken(SourceVideo video, boolean known) {}

  /**
   * Stores a file and has it probed; the file itself stays with the caller.
   *
   * @throws RecollectException 400 for an empty file, 413 for one that is too large, 409 when the
   *     key is taken
   */
  Taken take(EventAccess event, Path file, NewVideo video) {
    try {
      long size = Files.size(file);
      requireSize(size);
      byte[] sha256 = Checksum.sha256(file);
      Optional<SourceVideo> known =
          database.read(connection -> VideoRows.findBytes(connection, event.eventId(), sha256));
      if (known.isPresent()) {
        return new Taken(known.get(), true);
      }
      requireFreeKey(event, video);
      UUID videoId = newId();
      String key = StorageKeys.video(event.organisationId(), event.eventId(), videoId);
      storage.put(buckets.originalsBucket(), key, file, CONTENT_TYPE);
      return new Taken(recorded(event, video, videoId, size, key), false);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private SourceVideo recorded(
      EventAccess event, NewVideo video, UUID videoId, long size, String objectKey) {
    try {
      return database.transact(
          transaction -> {
            long key = VideoKeys.take(transaction, event.eventId(), video.key());
            store.addComplete(transaction, event.eventId(), key, videoId, video, size);
            return added(transaction, event, videoId);
          });
    } catch (RecollectException refused) {
      storage.remove(buckets.originalsBucket(), objectKey);
      throw refused;
    }
  }

  /**
   * Has a video fetched.
   *
   * @throws RecollectException 422 for an address that is not called, 409 when the key is taken
   */
  SourceVideo fetch(EventAccess event, String url, NewVideo video) {
    try {
      outbound.check(url);
    } catch (OutboundException refused) {
      throw RecollectException.invalidField("url", refused.getMessage());
    }
    UUID videoId = newId();
    return database.transact(
        transaction -> {
          long key = VideoKeys.take(transaction, event.eventId(), video.key());
          store.addFetch(transaction, event.eventId(), key, videoId, video, url);
          return added(transaction, event, videoId);
        });
  }

  /**
   * @throws RecollectException 400 for an empty file, 413 for one that is too large
   */
  void requireSize(long bytes) {
    if (bytes < 1) {
      throw RecollectException.malformed("The file is empty (0 bytes).");
    }
    if (bytes > limits.maxBytes()) {
      throw new RecollectException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "The file has %d bytes; at most %d are accepted.".formatted(bytes, limits.maxBytes()));
    }
  }

  /** Said before the bytes travel; taking the key says it again. */
  private void requireFreeKey(EventAccess event, NewVideo video) {
    if (video.key().isPresent()) {
      long key = video.key().getAsLong();
      if (database.read(connection -> VideoKeys.isTaken(connection, event.eventId(), key))) {
        throw VideoKeys.taken(key);
      }
    }
  }

  SourceVideo added(Connection transaction, EventAccess event, UUID videoId) throws SQLException {
    return VideoRows.findById(transaction, event.eventId(), videoId).orElseThrow();
  }

  /** The time in it tells how old an object is. */
  static UUID newId() {
    return UuidVersion7Strategy.INSTANCE.generateUuid(null);
  }
}
