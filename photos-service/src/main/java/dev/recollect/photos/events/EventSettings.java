package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.photos.sql.StorableText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Everything of an event that people set.
 *
 * @param date local to the event's place
 * @param timeZone IANA name
 * @param faceThresholdPercent null means the face model's default
 * @param bibReviewConfidence readings below it wait for review
 * @param retentionDays days after the date at which the event is removed; null means never
 */
public record EventSettings(
    @JsonProperty("event_name") @NotBlank @Size(max = 200) @StorableText String name,
    @JsonProperty("event_slug")
        @NotNull
        @Size(max = 100)
        @Pattern(
            regexp = "[a-z0-9]+(-[a-z0-9]+)*",
            message = "must be lower-case letters, digits and single dashes")
        String slug,
    @JsonProperty("event_date") @NotNull LocalDateTime date,
    @JsonProperty("time_zone") @NotNull String timeZone,
    @JsonProperty("status")
        @NotNull
        @Pattern(
            regexp = "draft|active|archived",
            message = "must be one of draft, active, archived")
        String status,
    @JsonProperty("event_enabled") @NotNull Boolean enabled,
    @JsonProperty("bib_search") @NotNull Boolean bibSearch,
    @JsonProperty("selfie_search") @NotNull Boolean selfieSearch,
    @JsonProperty("name_search") @NotNull Boolean nameSearch,
    @JsonProperty("video_search") @NotNull Boolean videoSearch,
    @JsonProperty("video_selfie_search") @NotNull Boolean videoSelfieSearch,
    @JsonProperty("timeline_search") @NotNull Boolean timelineSearch,
    @JsonProperty("bib_propagation") @NotNull Boolean bibPropagation,
    @JsonProperty("publish_originals") @NotNull Boolean publishOriginals,
    @JsonProperty("face_threshold_percent")
        @DecimalMin("0")
        @DecimalMax("100")
        @Schema(nullable = true)
        Double faceThresholdPercent,
    @JsonProperty("bib_review_confidence") @NotNull @DecimalMin("0") @DecimalMax("1")
        Double bibReviewConfidence,
    @JsonProperty("retention_days") @Min(1) @Max(36_500) @Schema(nullable = true)
        Integer retentionDays,
    @JsonProperty("cover_image_id") @Schema(nullable = true) UUID coverImageId,
    @JsonProperty("clips") @NotNull @Valid ClipSettings clips) {

  /** What an event starts with; name, slug and date have no default. */
  static final EventSettings DEFAULT =
      new EventSettings(
          null,
          null,
          null,
          "UTC",
          "active",
          true,
          true,
          true,
          false,
          false,
          false,
          true,
          true,
          false,
          null,
          0.8,
          null,
          null,
          ClipSettings.DEFAULT);

  static EventSettings of(Event event) {
    return new EventSettings(
        event.name,
        event.slug,
        event.date,
        event.timeZone,
        event.status.word(),
        event.enabled,
        event.bibSearch,
        event.selfieSearch,
        event.nameSearch,
        event.videoSearch,
        event.videoSelfieSearch,
        event.timelineSearch,
        event.bibPropagation,
        event.publishOriginals,
        event.faceThresholdPercent,
        event.bibReviewConfidence,
        event.retentionDays,
        event.coverImageId,
        event.clips);
  }

  void applyTo(Event event) {
    event.name = name.strip();
    event.slug = slug;
    event.date = date;
    event.timeZone = timeZone;
    event.status = EventStatus.valueOf(status.toUpperCase(java.util.Locale.ROOT));
    event.enabled = enabled;
    event.bibSearch = bibSearch;
    event.selfieSearch = selfieSearch;
    event.nameSearch = nameSearch;
    event.videoSearch = videoSearch;
    event.videoSelfieSearch = videoSelfieSearch;
    event.timelineSearch = timelineSearch;
    event.bibPropagation = bibPropagation;
    event.publishOriginals = publishOriginals;
    event.faceThresholdPercent = faceThresholdPercent;
    event.bibReviewConfidence = bibReviewConfidence;
    event.retentionDays = retentionDays;
    event.coverImageId = coverImageId;
    event.clips = clips;
  }
}
