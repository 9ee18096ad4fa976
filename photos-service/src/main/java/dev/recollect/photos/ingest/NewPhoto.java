package dev.recollect.photos.ingest;

import dev.recollect.imaging.ImageInfo;
import dev.recollect.photos.capture.Capture;
import jakarta.annotation.Nullable;
import java.util.UUID;

/**
 * A file that passed every check and whose original is stored.
 *
 * @param filename as the uploader named it
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one upload
record NewPhoto(
    long eventId,
    UUID photoId,
    byte[] sha256,
    String objectKey,
    long sizeBytes,
    @Nullable String filename,
    ImageInfo image,
    Capture capture) {

  /** Media type of the original. */
  String contentType() {
    return contentType(image);
  }

  static String contentType(ImageInfo image) {
    return switch (image.format()) {
      case JPEG -> "image/jpeg";
      case PNG -> "image/png";
      case WEBP -> "image/webp";
      case HEIC -> "image/heic";
    };
  }
}
