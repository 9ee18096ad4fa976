package dev.recollect.download.domain;

import java.util.Optional;

/**
 * A photo that was asked for, and where its bytes lie.
 *
 * @param imageId as it was asked for
 * @param file empty when the event has no such photo
 */
public record Original(String imageId, Optional<StoredFile> file) {

  /**
   * @param key object key inside the bucket
   * @param filename as the uploader named it, or made of id and type; free of folders
   * @param sha256 of the content; empty when nobody computed it
   */
  public record StoredFile(
      String bucket, String key, long sizeBytes, String filename, Optional<Digest> sha256) {}

  /** Lower-case hex. */
  public record Digest(String hex) {}
}
