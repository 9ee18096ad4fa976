package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.photos.gallery.ImageUrls;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An organisation's events, for clients of the public API. They answer for disabled events too. */
@Path("/api/v1/ext/{org_id}")
@Access(Scope.READ)
@Tag(name = "Events")
public class PublicEventsResource {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final String COVERS =
      """
      select event.event_id, photo.photo_id, photo.rendition_version
        from event join photo
          on photo.event_id = event.event_id and photo.photo_id = event.cover_image_id
       where event.event_id = any(?1) and photo.ready
      """;

  private final Caller caller;
  private final ImageUrls urls;

  PublicEventsResource(Caller caller, ImageUrls urls) {
    this.caller = caller;
    this.urls = urls;
  }

  /** A page of events. */
  public record EventPage(
      @JsonProperty("events") List<EventListItem> events,
      @JsonProperty("pagination") Pagination pagination) {}

  /** Proof that key and event fit together. */
  public record Pong(
      @JsonProperty("status") String status,
      @JsonProperty("org_id") long organisationId,
      @JsonProperty("event_id") long eventId) {}

  @GET
  @Path("/events")
  @WithSession
  @Operation(
      summary = "List the organisation's events",
      description = "Drafts too; newest event_date first, then by id.")
  public Uni<Envelope<EventPage>> list(
      @PathParam("org_id") String organisation,
      @QueryParam("page") String page,
      @Parameter(schema = @Schema(defaultValue = "" + DEFAULT_PAGE_SIZE)) @QueryParam("page_size")
          String pageSize) {
    PageRequest request =
        PageRequest.parse(page, pageSize, DEFAULT_PAGE_SIZE, PageRequest.MAX_SIZE);
    return Event.pageOf(caller.grant().organisationId(), request)
        .chain(
            found ->
                covers(found.items())
                    .map(
                        covers ->
                            Envelope.success(
                                "Records for events",
                                new EventPage(
                                    found.items().stream()
                                        .map(
                                            item ->
                                                EventListItem.of(item, covers.get(item.eventId)))
                                        .toList(),
                                    Pagination.of(request, found.total())))));
  }

  /** URLs of the covers that can be shown, by event. */
  private Uni<Map<Long, String>> covers(List<Event> events) {
    Long[] ids = events.stream().map(event -> event.eventId).toArray(Long[]::new);
    return Sql.rows(COVERS, (Object) ids)
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.toMap(
                            row -> (Long) row[0],
                            row -> urls.large((Long) row[0], (UUID) row[1], (Integer) row[2]))));
  }

  @GET
  @Path("/event/{event_id}/details")
  @WithSession
  @Operation(summary = "One event and its switches")
  public Uni<Envelope<EventDetails>> details(
      @PathParam("org_id") String organisation, @PathParam("event_id") String event) {
    return Event.findPresent(caller.event().eventId())
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Event not found"))
        .map(found -> Envelope.success("Event details", EventDetails.of(found)));
  }

  @GET
  @Path("/event/{event_id}/ping")
  @Operation(summary = "Check that key, organisation and event fit together")
  public Uni<Envelope<Pong>> ping(
      @PathParam("org_id") String organisation, @PathParam("event_id") String event) {
    return Uni.createFrom()
        .item(
            Envelope.success(
                "pong", new Pong("ok", caller.grant().organisationId(), caller.event().eventId())));
  }
}
