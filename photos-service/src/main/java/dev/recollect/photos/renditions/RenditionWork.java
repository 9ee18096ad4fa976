package dev.recollect.photos.renditions;

import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.imaging.RenditionWriter;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.removal.Removals;
import dev.recollect.photos.scratch.Scratch;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes the renditions of a photo in the version its event asks for. Objects are named by version,
 * so a repeated try writes the same names and a reader of the old version is not disturbed.
 */
@ApplicationScoped
public class RenditionWork implements EventWork {
  private final RenditionWriter writer;
  private final Stamps stamps;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final WorkQueue queue;
  private final Scratch scratch;

  RenditionWork(
      RenditionWriter writer,
      Stamps stamps,
      ObjectStorage storage,
      StorageConfig buckets,
      WorkQueue queue,
      Scratch scratch) {
    this.writer = writer;
    this.stamps = stamps;
    this.storage = storage;
    this.buckets = buckets;
    this.queue = queue;
    this.scratch = scratch;
  }

  @Override
  public String queue() {
    return RenditionQueue.NAME;
  }

  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<Rendering> due = Rendering.find(transaction, item.eventId(), item.itemId());
    if (due.isPresent()) {
      make(due.get(), transaction);
    }
  }

  private void make(Rendering rendering, Connection transaction)
      throws IOException, SQLException, PermanentFailureException {
    try (Scratch.Folder folder = scratch.open()) {
      Path original = folder.file("original");
      Path large = folder.file("large.jpg");
      Path small = folder.file("small.jpg");
      fetch(rendering, original);
      writer.write(original, large, small, stamps.of(transaction, rendering.eventId()));
      storage.put(buckets.renditionsBucket(), key(rendering, "large"), large, "image/jpeg");
      storage.put(buckets.renditionsBucket(), key(rendering, "small"), small, "image/jpeg");
      rendering.finish(transaction, large.toFile().length(), small.toFile().length());
      if (rendering.replacesOlder()) {
        queue.enqueue(transaction, Removals.QUEUE, rendering.eventId(), rendering.photoId());
      }
    } catch (ImageRejectedException damaged) {
      throw new PermanentFailureException(damaged.getMessage(), damaged);
    }
  }

  private void fetch(Rendering rendering, Path target) throws PermanentFailureException {
    try {
      storage.download(buckets.originalsBucket(), rendering.objectKey(), target);
    } catch (RecollectException failure) {
      if (failure.code() == ErrorCode.NOT_FOUND) {
        throw new PermanentFailureException("The original is missing in the storage", failure);
      }
      throw failure;
    }
  }

  private static String key(Rendering rendering, String size) {
    return StorageKeys.rendition(
        rendering.organisationId(),
        rendering.eventId(),
        rendering.photoId(),
        rendering.version(),
        size);
  }
}
