package dev.recollect.photos.videos;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A source video as the admin API shows it. What probing finds is null until it is accepted.
 *
 * @param state uploading, fetching, probing, accepted or refused
 * @param reason why it was refused, or why the work on it was given up for now
 * @param startTime wall-clock time of its first picture; null when nobody said
 * @param sizeBytes null while it is fetched
 * @param durationSeconds of the pictures
 * @param width pixels as shown, rotation applied
 * @param uploadId while it is uploaded in parts
 */
public record VideoView(
    @JsonProperty("source_video_key") long key,
    @JsonProperty("state")
        @Schema(enumeration = {"uploading", "fetching", "probing", "accepted", "refused"})
        String state,
    @JsonProperty("reason") @Nullable @Schema(nullable = true) String reason,
    @JsonProperty("filename") @Nullable @Schema(nullable = true) String filename,
    @JsonProperty("start_time") @Nullable @Schema(nullable = true) Instant startTime,
    @JsonProperty("size_bytes") @Nullable @Schema(nullable = true) Long sizeBytes,
    @JsonProperty("sha256") @Nullable @Schema(nullable = true) String sha256,
    @JsonProperty("content_type") @Nullable @Schema(nullable = true) String contentType,
    @JsonProperty("codec") @Nullable @Schema(nullable = true) String codec,
    @JsonProperty("duration_seconds") @Nullable @Schema(nullable = true) Double durationSeconds,
    @JsonProperty("width") @Nullable @Schema(nullable = true) Integer width,
    @JsonProperty("height") @Nullable @Schema(nullable = true) Integer height,
    @JsonProperty("integrity") @Nullable @Schema(nullable = true) String integrity,
    @JsonProperty("upload_id") @Nullable @Schema(nullable = true) UUID uploadId,
    @JsonProperty("created_at") Instant createdAt) {

  static VideoView of(SourceVideo video) {
    SourceVideo.Facts facts = video.facts();
    return new VideoView(
        video.key(),
        video.state().word(),
        video.reason(),
        video.filename(),
        video.startTime(),
        video.sizeBytes(),
        facts == null ? null : facts.sha256(),
        facts == null ? null : facts.contentType(),
        facts == null ? null : facts.codec(),
        facts == null ? null : facts.duration().toNanos() / 1e9,
        facts == null ? null : facts.width(),
        facts == null ? null : facts.height(),
        video.integrity(),
        video.state() == VideoState.UPLOADING ? video.videoId() : null,
        video.createdAt());
  }
}
