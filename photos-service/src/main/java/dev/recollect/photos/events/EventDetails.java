package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDateTime;

/** An event and its switches, as the public API shows them. */
public record EventDetails(
    @JsonProperty("event_id") long eventId,
    @JsonProperty("event_name") String name,
    @JsonProperty("event_slug") String slug,
    @JsonProperty("event_date") LocalDateTime date,
    @JsonProperty("status") String status,
    @JsonProperty("event_enabled") boolean enabled,
    @JsonProperty("bib_search") boolean bibSearch,
    @JsonProperty("selfie_search") boolean selfieSearch,
    @JsonProperty("name_search") boolean nameSearch,
    @JsonProperty("video_search") boolean videoSearch,
    @JsonProperty("video_selfie_search") boolean videoSelfieSearch,
    @JsonProperty("timeline_search") boolean timelineSearch) {

  static EventDetails of(Event event) {
    return new EventDetails(
        event.eventId,
        event.name,
        event.slug,
        event.date,
        event.status.word(),
        event.enabled,
        event.bibSearch,
        event.selfieSearch,
        event.nameSearch,
        event.videoSearch,
        event.videoSearch && event.videoSelfieSearch,
        event.timelineSearch);
  }
}
