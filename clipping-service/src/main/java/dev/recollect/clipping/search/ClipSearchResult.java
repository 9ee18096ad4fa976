package dev.recollect.clipping.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a search stands and what it came to. The contract has keys of videos as strings here, while
 * the administration of videos has them as numbers.
 *
 * @param error why it failed, or null
 */
public record ClipSearchResult(
    @JsonProperty("request_id") String requestId,
    @JsonProperty("status") String status,
    @JsonProperty("videos") List<VideoClipItem> videos,
    @JsonProperty("error") @Schema(nullable = true) String error,
    @JsonProperty("clip_errors") List<VideoClipErrorItem> clipErrors) {

  /**
   * A clip.
   *
   * @param startTime from the beginning of the source video, HH:MM:SS, rounded down
   * @param endTime the same, rounded up
   */
  public record VideoClipItem(
      @JsonProperty("uuid") String uuid,
      @JsonProperty("video_url") String videoUrl,
      @JsonProperty("source_video_key") @Schema(nullable = true) String sourceVideoKey,
      @JsonProperty("start_time") @Schema(nullable = true) String startTime,
      @JsonProperty("end_time") @Schema(nullable = true) String endTime) {}

  /**
   * A segment that is no clip.
   *
   * @param error why, in words
   * @param statusCode the kind of reason, as HTTP counts
   */
  public record VideoClipErrorItem(
      @JsonProperty("video_key") @Schema(nullable = true) String videoKey,
      @JsonProperty("error") @Schema(nullable = true) String error,
      @JsonProperty("status_code") @Schema(nullable = true) Integer statusCode) {}
}
