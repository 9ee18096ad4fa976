package dev.recollect.search.index;

import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.search.inference.InferenceConfig;
import dev.recollect.search.library.LibraryPhoto;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of originals. They stay in memory: a killed process leaves no photo on a disk. */
@ApplicationScoped
class Originals {
  private final ObjectStorage storage;
  private final InferenceConfig config;

  Originals(ObjectStorage storage, InferenceConfig config) {
    this.storage = storage;
    this.config = config;
  }

  /**
   * @throws PermanentFailureException when it is larger than is looked at
   */
  byte[] read(LibraryPhoto.Original original) throws IOException, PermanentFailureException {
    int most = config.maxOriginalBytes();
    try (InputStream content = storage.open(original.bucket(), original.objectKey())) {
      byte[] bytes = content.readNBytes(most);
      if (bytes.length == most && content.read() >= 0) {
        throw new PermanentFailureException(
            "The original is larger than %d bytes".formatted(most), null);
      }
      return bytes;
    }
  }
}
