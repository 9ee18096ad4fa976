package dev.recollect.photos.ingest;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.util.Optional;

/** Tells a full disk from other failures, which Java only does by the system's words. */
public final class NoSpace {
  private NoSpace() {}

  /** The failure for the caller when the disk, or the service's share of it, was full. */
  public static Optional<RecollectException> in(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof IOException && isFull(String.valueOf(t.getMessage()))) {
        return Optional.of(
            new RecollectException(
                ErrorCode.UNAVAILABLE,
                "The server has no disk space left for uploads; try again later",
                failure));
      }
    }
    return Optional.empty();
  }

  private static boolean isFull(String message) {
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("File too large");
  }
}
