package dev.recollect.photos.upkeep;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.ingest.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a stored original and compares it with the checksum of the day it came in. Blocks. */
@ApplicationScoped
public class OriginalCheck {
  /** What an original that is as it was is noted as. */
  public static final String INTACT = "intact";

  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final IntegrityMetrics metrics;

  OriginalCheck(ObjectStorage storage, StorageConfig buckets, IntegrityMetrics metrics) {
    this.storage = storage;
    this.buckets = buckets;
    this.metrics = metrics;
  }

  /**
   * {@link #INTACT}, altered or missing, and counted so.
   *
   * @param objectKey in the bucket of the originals
   * @throws IOException when the storage breaks off
   * @throws RecollectException unavailable when the storage does not answer
   */
  public String run(String objectKey, byte[] sha256) throws IOException {
    String state = compare(objectKey, sha256);
    metrics.checked(state);
    return state;
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
}
