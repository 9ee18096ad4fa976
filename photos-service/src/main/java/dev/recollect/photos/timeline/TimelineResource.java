package dev.recollect.photos.timeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.photos.gallery.Gallery;
import dev.recollect.photos.gallery.Images;
import dev.recollect.photos.gallery.TimeWindow;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The gallery by time. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/timeline")
@Access(value = Scope.READ, feature = Feature.TIMELINE_SEARCH)
@Tag(name = "Timeline")
public class TimelineResource {
  private final Caller caller;
  private final Timeline timeline;
  private final Gallery gallery;

  TimelineResource(Caller caller, Timeline timeline, Gallery gallery) {
    this.caller = caller;
    this.timeline = timeline;
    this.gallery = gallery;
  }

  /** Days with photos, ascending. */
  public record TimelineDays(@JsonProperty("days") List<TimelineDay> days) {}

  @GET
  @Path("/days")
  @Operation(
      summary = "Photos by day and hour",
      description = "In UTC. Photos without capture time are left out.")
  public Uni<Envelope<TimelineDays>> days(
      @PathParam("org_id") String organisation, @PathParam("event_id") String eventId) {
    return timeline
        .days(caller.event().eventId())
        .map(
            days ->
                Envelope.success(
                    days.isEmpty() ? "No timeline data" : "Timeline buckets",
                    new TimelineDays(days)));
  }

  @GET
  @Path("/images")
  @Operation(
      summary = "Photos taken within a time window",
      description =
          "From from (inclusive) to to (exclusive), in Unix seconds; either may be left out.")
  public Uni<Envelope<Images>> images(
      @PathParam("org_id") String organisation,
      @PathParam("event_id") String eventId,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("from") String from,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("to") String to,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    TimeWindow window = TimeWindow.parse(from, to);
    EventAccess event = caller.event();
    return gallery
        .page(event.eventId(), window, request, event.publishOriginals())
        .map(found -> Envelope.success("Records for timeline window", found));
  }
}
