package dev.recollect.download.original;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.recollect.kit.rest.Pagination;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of download URLs.
 *
 * @param totalImages of the whole result
 * @param successfulCount of this page
 * @param failedCount of this page
 * @param identifier as it was asked for; null for image_ids
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record OriginalPhotos(
    List<PresignedUrlItem> presignedUrls,
    List<FailedUrlItem> failedUrls,
    long totalImages,
    int successfulCount,
    int failedCount,
    @Schema(nullable = true) String identifier,
    Pagination pagination) {

  /** A download URL, good for about an hour, and the name that the file is saved under. */
  @RegisterForReflection
  @Schema(name = "PresignedUrlItem")
  public record PresignedUrlItem(String url, String filename) {}

  /**
   * A photo without a URL.
   *
   * @param path key of the object that is missing; null when the event has no such photo
   */
  @RegisterForReflection
  @Schema(name = "FailedUrlItem")
  public record FailedUrlItem(
      @JsonProperty("image_id") String imageId,
      String error,
      @Schema(nullable = true) String path) {}

  static OriginalPhotos of(Presigner.Outcome outcome, String identifier, Pagination pagination) {
    return new OriginalPhotos(
        outcome.presigned().stream()
            .map(item -> new PresignedUrlItem(item.url().toString(), item.filename()))
            .toList(),
        outcome.failed().stream()
            .map(item -> new FailedUrlItem(item.imageId(), item.error(), item.path().orElse(null)))
            .toList(),
        pagination.total(),
        outcome.presigned().size(),
        outcome.failed().size(),
        identifier,
        pagination);
  }
}
