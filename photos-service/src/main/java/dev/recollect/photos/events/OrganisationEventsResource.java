package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes and lists the events of an organisation. */
@Path("/api/v1/admin/organisations/{org_id}/events")
@Access(Scope.ADMIN)
@Tag(name = "Events")
public class OrganisationEventsResource {

  private final Events events;

  OrganisationEventsResource(Events events) {
    this.events = events;
  }

  /** A page of events. */
  public record EventViews(
      @JsonProperty("events") List<EventView> events,
      @JsonProperty("pagination") Pagination pagination) {}

  @POST
  @Operation(
      summary = "Make an event",
      description = "Needs event_name and event_date; everything else has a default.")
  public Uni<Envelope<EventView>> create(
      @PathParam("org_id") String organisation,
      @NotNull
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema =
                          @Schema(
                              allOf = EventSettings.class,
                              requiredProperties = {"event_name", "event_date"})))
          ObjectNode body) {
    return events
        .create(Long.parseLong(organisation), body)
        .map(event -> Envelope.success("Event created", EventView.of(event)));
  }

  @GET
  @WithSession
  @Operation(summary = "List events, newest event_date first, with all settings")
  public Uni<Envelope<EventViews>> list(
      @PathParam("org_id") String organisation,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    return Event.pageOf(Long.parseLong(organisation), request)
        .map(
            found ->
                Envelope.success(
                    "Records for events",
                    new EventViews(
                        found.items().stream().map(EventView::of).toList(),
                        Pagination.of(request, found.total()))));
  }
}
