package dev.recollect.photos.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows, changes and deletes one event. */
@Path("/api/v1/admin/events/{event_id}")
@Access(Scope.ADMIN)
@Tag(name = "Events")
public class EventResource {
  private final Caller caller;
  private final Events events;

  EventResource(Caller caller, Events events) {
    this.caller = caller;
    this.events = events;
  }

  @GET
  @WithSession
  @Operation(summary = "One event with all settings")
  public Uni<Envelope<EventView>> get(@PathParam("event_id") String event) {
    return Event.findPresent(caller.event().eventId())
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Event not found"))
        .map(found -> Envelope.success("Event", EventView.of(found)));
  }

  @PATCH
  @Operation(
      summary = "Change settings",
      description =
          "A JSON merge patch: what is left out stays, null clears what may be empty. A new time"
              + " zone re-dates the photos whose camera did not say its offset.")
  public Uni<Envelope<EventView>> change(
      @PathParam("event_id") String event,
      @NotNull
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = EventSettings.class)))
          ObjectNode body) {
    return events
        .change(caller.event().eventId(), body)
        .map(changed -> Envelope.success("Event changed", EventView.of(changed)));
  }

  @DELETE
  @Operation(
      summary = "Delete an event",
      description = "It is gone at once; its photos and files follow in the background.")
  public Uni<Envelope<Void>> delete(@PathParam("event_id") String event) {
    return events
        .delete(caller.event().eventId())
        .replaceWith(Envelope.<Void>success("Event deleted", null));
  }
}
