package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * An event as the admin API shows it: its settings, and what is not for setting.
 *
 * @param renditionVersion grows when the stamp changes
 */
public record EventView(
    @JsonProperty("event_id") long eventId,
    @JsonProperty("organisation_id") long organisationId,
    @JsonUnwrapped EventSettings settings,
    @JsonProperty("rendition_version") int renditionVersion,
    @JsonProperty("created_at") Instant createdAt) {

  static EventView of(Event event) {
    return new EventView(
        event.eventId,
        event.organisationId,
        EventSettings.of(event),
        event.renditionVersion,
        event.createdAt);
  }
}
