package dev.recollect.photos.upkeep;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.kit.storage.StorageException;
import dev.recollect.photos.ingest.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Reads a stored original and compares it with the checksum of the day it came in. Blocks. */
@ApplicationScoped
public class OriginalCheck {
  /** What is noted of an original that the storage has, and does not give. */
  public static final String UNREADABLE = "unreadable";

  private static final Logger LOG = Logger.getLogger(OriginalCheck.class);
  private static final String INTACT = "intact";

  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final IntegrityMetrics metrics;

  OriginalCheck(ObjectStorage storage, StorageConfig buckets, IntegrityMetrics metrics) {
    this.storage = storage;
    this.buckets = buckets;
    this.metrics = metrics;
  }

  /**
   * Has noted whether an original is intact, altered, missing or {@link #UNREADABLE}, then counts
   * it and logs all but the first.
   *
   * @param subject whose original it is, for the log
   * @param objectKey in the bucket of the originals
   * @param note false when the subject is gone by now: an original that went with it is no loss
   * @throws RecollectException unavailable when the storage answers nothing at all
   */
  public void run(String subject, String objectKey, byte[] sha256, Predicate<String> note) {
    Exception cause = null;
    String state;
    try {
      state = compare(objectKey, sha256);
    } catch (RecollectException | StorageException | IOException failure) {
      requireStorage();
      cause = failure;
      state = UNREADABLE;
    }
    if (note.test(state)) {
      metrics.checked(state);
      if (!state.equals(INTACT)) {
        LOG.errorf(cause, "original %s %s", state, subject);
      }
    }
  }

  private String compare(String objectKey, byte[] sha256) throws IOException {
    try (InputStream content = storage.open(buckets.originalsBucket(), objectKey)) {
      return Arrays.equals(Checksum.sha256(content), sha256) ? INTACT : "altered";
    } catch (RecollectException failure) {
      if (failure.code() == ErrorCode.NOT_FOUND) {
        return "missing";
      }
      throw failure;
    }
  }

  /** Throws what is wrong when it is not about one original. */
  private void requireStorage() {
    storage.bucketExists(buckets.originalsBucket());
  }
}
