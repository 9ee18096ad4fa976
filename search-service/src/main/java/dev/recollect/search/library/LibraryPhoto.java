package dev.recollect.search.library;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A photo as the library of record last described it.
 *
 * @param width of the original, in pixels, orientation applied
 * @param ready renditions exist: the photo may be shown
 * @param renditionVersion grows whenever the renditions' bytes change
 */
public record LibraryPhoto(
    long eventId,
    UUID photoId,
    int width,
    int height,
    Optional<Instant> captureTime,
    boolean ready,
    int renditionVersion,
    Original original) {

  /**
   * Where the uploaded bytes lie.
   *
   * @param sha256 lower-case hex
   */
  public record Original(
      String bucket, String objectKey, Optional<String> filename, String sha256) {}
}
