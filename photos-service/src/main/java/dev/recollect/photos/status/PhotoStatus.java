package dev.recollect.photos.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.Nullable;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a photo stands.
 *
 * @param sha256 of the original, lower-case hex
 * @param timeSource offset (EXIF says it), gps, event (the event's time zone) or null
 * @param captureOffset that the capture time was told in, as +02:00
 * @param clockOffsetSeconds correction of the camera's clock that is contained in the capture time
 * @param renditionState pending, done or dead
 * @param integrity intact, altered or missing; null before the first check
 */
public record PhotoStatus(
    @JsonProperty("image_id") String imageId,
    @JsonProperty("filename") @Nullable @Schema(nullable = true) String filename,
    @JsonProperty("size_bytes") long sizeBytes,
    @JsonProperty("content_type") String contentType,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("width") int width,
    @JsonProperty("height") int height,
    @JsonProperty("camera") @Nullable @Schema(nullable = true) String camera,
    @JsonProperty("capture_time") @Nullable @Schema(nullable = true) Instant captureTime,
    @JsonProperty("capture_offset") @Nullable @Schema(nullable = true) String captureOffset,
    @JsonProperty("time_source") @Nullable @Schema(nullable = true) String timeSource,
    @JsonProperty("clock_offset_seconds") long clockOffsetSeconds,
    @JsonProperty("ready") boolean ready,
    @JsonProperty("rendition_version") int renditionVersion,
    @JsonProperty("rendition_state") @Nullable @Schema(nullable = true) String renditionState,
    @JsonProperty("rendition_error") @Nullable @Schema(nullable = true) String renditionError,
    @JsonProperty("integrity") @Nullable @Schema(nullable = true) String integrity,
    @JsonProperty("ingested_at") Instant ingestedAt) {}
