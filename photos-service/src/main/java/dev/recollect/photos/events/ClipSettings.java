package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How clips are cut from an event's source videos. Lengths are in seconds.
 *
 * @param paddingBefore shown before the first sighting
 * @param paddingAfter shown after the last sighting
 * @param maxGap sightings further apart are in different clips
 * @param minLength shorter clips are widened to it
 * @param maxLength longer ones are divided; at least twice {@code minLength}
 * @param maxPerVideo clips of one source video; the longest are kept
 * @param stamped clips carry the event's stamp
 * @param retentionDays clips are deleted this long after they were made
 */
@Embeddable
public record ClipSettings(
    @Column(name = "clip_padding_before_seconds")
        @JsonProperty("padding_before_seconds")
        @NotNull
        @DecimalMin("0")
        @DecimalMax("60")
        Double paddingBefore,
    @Column(name = "clip_padding_after_seconds")
        @JsonProperty("padding_after_seconds")
        @NotNull
        @DecimalMin("0")
        @DecimalMax("60")
        Double paddingAfter,
    @Column(name = "clip_max_gap_seconds")
        @JsonProperty("max_gap_seconds")
        @NotNull
        @DecimalMin("0")
        @DecimalMax("600")
        Double maxGap,
    @Column(name = "clip_min_length_seconds")
        @JsonProperty("min_length_seconds")
        @NotNull
        @DecimalMin("0.5")
        @DecimalMax("300")
        Double minLength,
    @Column(name = "clip_max_length_seconds")
        @JsonProperty("max_length_seconds")
        @NotNull
        @DecimalMin("1")
        @DecimalMax("600")
        Double maxLength,
    @Column(name = "clip_max_per_video")
        @JsonProperty("max_clips_per_video")
        @NotNull
        @Min(1)
        @Max(100)
        Integer maxPerVideo,
    @Column(name = "clip_stamped") @JsonProperty("stamped") @NotNull Boolean stamped,
    @Column(name = "clip_retention_days")
        @JsonProperty("retention_days")
        @NotNull
        @Min(1)
        @Max(36_500)
        Integer retentionDays) {

  /** What an event starts with. */
  static final ClipSettings DEFAULT = new ClipSettings(2.0, 2.0, 3.0, 3.0, 30.0, 5, false, 30);
}
