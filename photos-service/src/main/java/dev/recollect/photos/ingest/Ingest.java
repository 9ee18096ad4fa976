package dev.recollect.photos.ingest;

import dev.recollect.imaging.ImageInfo;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.capture.Capture;
import dev.recollect.photos.capture.CaptureReader;
import dev.recollect.photos.photo.StorageKeys;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jboss.logging.Logger;

/**
 * Takes one file into an event. The original is stored first and the rows follow in one
 * transaction: whatever stops in between leaves at most an object without a row, which the
 * reconciliation job removes, and never a row without its object. Blocks; call from a bounded pool.
 */
@ApplicationScoped
public class Ingest {
  private static final Logger LOG = Logger.getLogger(Ingest.class);

  private final ImageProbe probe;
  private final PhotoRecords records;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final IngestMetrics metrics;
  private final IngestConfig limits;

  Ingest(
      ImageProbe probe,
      PhotoRecords records,
      ObjectStorage storage,
      StorageConfig buckets,
      IngestMetrics metrics,
      IngestConfig limits) {
    this.probe = probe;
    this.records = records;
    this.storage = storage;
    this.buckets = buckets;
    this.metrics = metrics;
    this.limits = limits;
  }

  /**
   * Checks, stores and records a file; the file itself stays with the caller.
   *
   * @throws RecollectException 404 when the event was deleted meanwhile; 503 when storage or
   *     database do not answer, in which case trying again is safe
   */
  FileResult take(EventAccess event, Path file, @Nullable String filename) {
    FileResult result = metrics.timed(() -> taken(event, file, filename));
    metrics.count(result, file);
    LOG.debugf(
        "file %s event_id=%d photo_id=%s", result.status(), event.eventId(), result.imageId());
    return result;
  }

  private FileResult taken(EventAccess event, Path file, @Nullable String filename) {
    try {
      long size = Files.size(file);
      if (size > limits.maxBytes()) {
        return FileResult.tooLarge(filename, size, limits.maxBytes());
      }
      byte[] sha256 = Checksum.sha256(file);
      Optional<UUID> known = records.find(event.eventId(), sha256);
      if (known.isPresent()) {
        return FileResult.duplicate(filename, known.get());
      }
      ImageInfo image = probe.probe(file);
      Capture capture = CaptureReader.read(file, image.format());
      return store(event, file, filename, sha256, image, capture);
    } catch (ImageRejectedException refused) {
      return FileResult.refused(filename, refused.getMessage());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private FileResult store(
      EventAccess event,
      Path file,
      @Nullable String filename,
      byte[] sha256,
      ImageInfo image,
      Capture capture)
      throws IOException {
    UUID photoId = UuidVersion7Strategy.INSTANCE.generateUuid(null);
    String key = StorageKeys.original(event.organisationId(), event.eventId(), photoId);
    NewPhoto photo =
        new NewPhoto(
            event.eventId(), photoId, sha256, key, Files.size(file), filename, image, capture);
    storage.put(buckets.originalsBucket(), key, file, photo.contentType());
    return switch (records.store(photo)) {
      case PhotoRecords.Outcome.Stored() -> FileResult.stored(filename, photoId);
      case PhotoRecords.Outcome.Duplicate(UUID first) -> {
        storage.remove(buckets.originalsBucket(), key);
        yield FileResult.duplicate(filename, first);
      }
      case PhotoRecords.Outcome.NoEvent() -> {
        storage.remove(buckets.originalsBucket(), key);
        throw RecollectException.notFound("Event not found");
      }
    };
  }
}
