package dev.recollect.download.original;

import dev.recollect.download.DownloadMetrics;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Original.StoredFile;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes download URLs. A URL is computed without asking the store, so the store is asked first
 * whether the object is there: a link that leads nowhere is a failure told now. Blocks: for virtual
 * threads.
 */
@ApplicationScoped
public class Presigner {
  private final ObjectStorage storage;
  private final PresignedUrls urls;
  private final DownloadMetrics metrics;

  Presigner(ObjectStorage storage, PresignedUrls urls, DownloadMetrics metrics) {
    this.storage = storage;
    this.urls = urls;
    this.metrics = metrics;
  }

  /** A download URL and the name that a browser saves the file under. */
  public record Presigned(String imageId, URI url, String filename) {}

  /**
   * @param path key of the object that is missing; empty when the event has no such photo
   */
  public record Failed(String imageId, String error, Optional<String> path) {}

  /** Every original is in one of the lists, each in the order given. */
  public record Outcome(List<Presigned> presigned, List<Failed> failed) {}

  /**
   * @throws dev.recollect.kit.error.RecollectException unavailable when the store does not answer
   */
  public Outcome presign(List<Original> originals) {
    List<Presigned> presigned = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    List<Boolean> stored = stored(originals);
    for (int n = 0; n < originals.size(); n++) {
      Original original = originals.get(n);
      if (original.file().isEmpty()) {
        failed.add(new Failed(original.imageId(), "Image not found", Optional.empty()));
      } else if (stored.get(n)) {
        presigned.add(presign(original.imageId(), original.file().get()));
      } else {
        Optional<String> path = original.file().map(StoredFile::key);
        failed.add(new Failed(original.imageId(), "The stored file is missing", path));
      }
    }
    metrics.presigned(presigned.size(), failed.size());
    return new Outcome(presigned, failed);
  }

  private Presigned presign(String imageId, StoredFile file) {
    URI url = urls.download(file.bucket(), file.key(), file.filename());
    return new Presigned(imageId, url, file.filename());
  }

  private List<Boolean> stored(List<Original> originals) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (Original original : originals) {
        answers.add(threads.submit(() -> original.file().filter(this::isStored).isPresent()));
      }
      List<Boolean> stored = new ArrayList<>();
      for (Future<Boolean> answer : answers) {
        stored.add(answer.get());
      }
      return stored;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private boolean isStored(StoredFile file) {
    return storage.stat(file.bucket(), file.key()).isPresent();
  }
}
