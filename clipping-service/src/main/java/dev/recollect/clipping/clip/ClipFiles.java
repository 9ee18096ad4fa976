package dev.recollect.clipping.clip;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The objects of clips. A clip has one key for good, so nothing is ever stored twice. */
@ApplicationScoped
public class ClipFiles {
  private static final String TYPE = "video/mp4";

  private final ObjectStorage storage;
  private final String bucket;
  private final AtomicBoolean made = new AtomicBoolean();

  ClipFiles(ObjectStorage storage, ClipsConfig config) {
    this.storage = storage;
    this.bucket = config.bucket();
  }

  private static String key(long eventId, UUID requestId, UUID clipId) {
    return "%d/motion/selfie/%s/%s.mp4".formatted(eventId, requestId, clipId);
  }

  void put(SearchedClip clip, Path file) {
    ensureBucket();
    storage.putUndivided(bucket, key(clip.eventId(), clip.requestId(), clip.clipId()), file, TYPE);
  }

  private void ensureBucket() {
    if (!made.get()) {
      storage.ensureBucket(bucket);
      made.set(true);
    }
  }

  /** Removing what is not there is no error. */
  public void remove(SearchedClip clip) {
    ensureBucket();
    storage.remove(bucket, key(clip.eventId(), clip.requestId(), clip.clipId()));
  }

  Optional<StoredObject> stat(long eventId, UUID requestId, UUID clipId) {
    return storage.stat(bucket, key(eventId, requestId, clipId));
  }

  InputStream open(long eventId, UUID requestId, UUID clipId, long offset, long length) {
    return storage.open(bucket, key(eventId, requestId, clipId), offset, length);
  }
}
