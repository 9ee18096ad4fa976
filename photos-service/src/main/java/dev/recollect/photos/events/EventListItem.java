package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event in the list of an organisation.
 *
 * @param coverImage URL of a large preview; null when none was chosen
 */
public record EventListItem(
    @JsonProperty("event_id") long eventId,
    @JsonProperty("event_name") String name,
    @JsonProperty("event_slug") String slug,
    @JsonProperty("event_date") LocalDateTime date,
    @JsonProperty("status") String status,
    @JsonProperty("cover_image") @Schema(nullable = true) String coverImage) {

  static EventListItem of(Event event, String coverImage) {
    return new EventListItem(
        event.eventId, event.name, event.slug, event.date, event.status.word(), coverImage);
  }
}
