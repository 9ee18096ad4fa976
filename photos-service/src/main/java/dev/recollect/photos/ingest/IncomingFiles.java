package dev.recollect.photos.ingest;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.kit.storage.StoredObject;
import dev.recollect.photos.scratch.Scratch;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Files in the storage that nobody has checked yet. */
@ApplicationScoped
public class IncomingFiles {
  private final ObjectStorage storage;
  private final PresignedUrls urls;
  private final StorageConfig config;
  private final Scratch scratch;

  IncomingFiles(ObjectStorage storage, PresignedUrls urls, StorageConfig config, Scratch scratch) {
    this.storage = storage;
    this.urls = urls;
    this.config = config;
    this.scratch = scratch;
  }

  DirectUploadsResource.UploadTarget target(UUID uploadId, String key) {
    Instant now = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS);
    return new DirectUploadsResource.UploadTarget(
        uploadId,
        "PUT",
        urls.upload(config.originalsBucket(), key),
        now.plus(config.presignedFor()));
  }

  /** Empty while nothing was put. */
  Optional<StoredObject> stat(String key) {
    return storage.stat(config.originalsBucket(), key);
  }

  /**
   * Runs the work on a copy that nobody else can change; empty when the file is gone.
   *
   * @param most bytes that are read: the file may have been replaced since its size was asked for
   * @param instead of the work, when it has more
   */
  <T> Optional<T> fetched(String key, long most, Function<Path, T> work, Supplier<T> instead) {
    try (Scratch.Folder folder = scratch.open()) {
      Path file = folder.file("incoming");
      return copied(key, file, most).map(whole -> whole ? work.apply(file) : instead.get());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether all of it; empty when there is none. */
  private Optional<Boolean> copied(String key, Path file, long most) {
    try {
      return Optional.of(storage.download(config.originalsBucket(), key, file, most));
    } catch (RecollectException failure) {
      if (failure.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  void remove(String key) {
    storage.remove(config.originalsBucket(), key);
  }
}
