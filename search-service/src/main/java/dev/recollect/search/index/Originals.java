package dev.recollect.search.index;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StoredObject;
import dev.recollect.search.inference.InferenceConfig;
import dev.recollect.search.library.LibraryPhoto;
import jakarta.enterprise.context.ApplicationScoped;

/** The bytes of originals. They stay in memory: a killed process leaves no photo on a disk. */
@ApplicationScoped
class Originals {
  private final ObjectStorage storage;
  private final InferenceConfig config;
  private final MemoryBudget memory;

  Originals(ObjectStorage storage, InferenceConfig config) {
    this.storage = storage;
    this.config = config;
    this.memory = new MemoryBudget(config.originalsInMemory());
  }

  /** Something that looks at an original. */
  interface Look<T> {
    T at(byte[] original) throws Exception;
  }

  /**
   * Reads an original as soon as there is room for it, and lets it be looked at.
   *
   * @throws PermanentFailureException when it is larger than is looked at
   * @throws RecollectException unavailable when the storage does not answer or breaks off
   */
  <T> T look(LibraryPhoto.Original original, Look<T> look) throws Exception {
    StoredObject stored =
        storage
            .stat(original.bucket(), original.objectKey())
            .orElseThrow(() -> RecollectException.notFound("The stored file is missing"));
    if (stored.sizeBytes() > config.maxOriginalBytes()) {
      throw new PermanentFailureException(
          "The original is larger than %d bytes".formatted(config.maxOriginalBytes()), null);
    }
    int size = Math.toIntExact(stored.sizeBytes());
    return memory.use(
        size, () -> look.at(storage.read(original.bucket(), original.objectKey(), size)));
  }
}
