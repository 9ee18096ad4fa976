package dev.recollect.photos.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.Nullable;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one uploaded file.
 *
 * @param filename as the uploader named it
 * @param status stored, duplicate (the event has these bytes already) or refused
 * @param imageId the photo; null for a refused file
 * @param reason a sentence; null unless refused
 */
public record FileResult(
    @JsonProperty("filename") @Nullable @Schema(nullable = true) String filename,
    @JsonProperty("status") @Schema(enumeration = {"stored", "duplicate", "refused"}) String status,
    @JsonProperty("image_id") @Nullable @Schema(nullable = true) UUID imageId,
    @JsonProperty("reason") @Nullable @Schema(nullable = true) String reason) {

  static FileResult stored(String filename, UUID imageId) {
    return new FileResult(filename, "stored", imageId, null);
  }

  static FileResult duplicate(String filename, UUID imageId) {
    return new FileResult(filename, "duplicate", imageId, null);
  }

  static FileResult refused(String filename, String reason) {
    return new FileResult(filename, "refused", null, reason);
  }

  static FileResult tooLarge(String filename, long bytes, long most) {
    return refused(
        filename, "The file has %d bytes; at most %d are accepted.".formatted(bytes, most));
  }
}
