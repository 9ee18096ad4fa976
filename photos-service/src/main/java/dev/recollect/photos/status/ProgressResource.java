package dev.recollect.photos.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.jobs.Requeued;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far an event's renditions are, and what became of those that could not be made. */
@Path("/api/v1/admin/events/{event_id}")
@Access(Scope.INGEST)
@Tag(name = "Ingest")
public class ProgressResource {
  private static final String PROGRESS =
      """
      select count(*), count(*) filter (where state = 'pending'), count(*) filter (where state = 'done'),
             count(*) filter (where state = 'dead'),
             count(*) filter (where state = 'done' and finished_at > now() - interval '1 minute'),
             (select coalesce(sum(photos), 0) from gallery_bucket where event_id = ?1)
        from work_item
       where queue = 'rendition' and event_id = ?1
      """;
  private static final String DEAD =
      """
      select cast(item.item_id as text), photo.filename, item.attempts, item.reason, item.finished_at
        from work_item item
        join photo on photo.event_id = item.event_id and photo.photo_id = item.item_id
       where item.queue = 'rendition' and item.event_id = ?1 and item.state = 'dead'
       order by item.finished_at, item.item_id
       offset cast(?2 as bigint) limit cast(?3 as int)
      """;
  private static final String COUNT_DEAD =
      "select count(*) from work_item where queue = 'rendition' and event_id = ?1 and state = 'dead'";
  private static final String REQUEUE =
      """
      with requeued as (
        update work_item
           set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null
         where queue = 'rendition' and event_id = ?1 and state = 'dead'
        returning 1)
      select count(*) from requeued
      """;

  private final Caller caller;

  ProgressResource(Caller caller) {
    this.caller = caller;
  }

  /**
   * How far the event is.
   *
   * @param photos taken in
   * @param shown in the gallery
   * @param pending renditions to be made, first ones and repeated ones
   * @param dead renditions that were given up
   * @param perMinute renditions of the last minute
   * @param etaSeconds until none is pending, at that rate; null while nothing moves
   */
  public record Progress(
      @JsonProperty("photos") long photos,
      @JsonProperty("shown") long shown,
      @JsonProperty("pending") long pending,
      @JsonProperty("done") long done,
      @JsonProperty("dead") long dead,
      @JsonProperty("per_minute") long perMinute,
      @JsonProperty("eta_seconds") @Nullable @Schema(nullable = true) Long etaSeconds) {}

  /** A rendition that was given up, and why. */
  public record DeadRendition(
      @JsonProperty("image_id") String imageId,
      @JsonProperty("filename") @Nullable @Schema(nullable = true) String filename,
      @JsonProperty("attempts") int attempts,
      @JsonProperty("reason") @Nullable @Schema(nullable = true) String reason,
      @JsonProperty("given_up_at") Instant givenUpAt) {}

  /** A page of dead renditions, oldest first. */
  public record DeadRenditions(
      @JsonProperty("renditions") List<DeadRendition> renditions,
      @JsonProperty("pagination") Pagination pagination) {}

  @GET
  @Path("/progress")
  @Operation(summary = "How far the event is")
  public Uni<Envelope<Progress>> progress(@PathParam("event_id") String eventId) {
    return Panache.withSession(() -> Sql.rows(PROGRESS, caller.event().eventId()))
        .map(rows -> Envelope.success("Progress", progress(rows.getFirst())));
  }

  private static Progress progress(Object[] row) {
    long pending = number(row[1]);
    long perMinute = number(row[4]);
    Long eta = pending == 0 ? Long.valueOf(0) : perMinute == 0 ? null : pending * 60 / perMinute;
    return new Progress(
        number(row[0]), number(row[5]), pending, number(row[2]), number(row[3]), perMinute, eta);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  @GET
  @Path("/renditions/dead")
  @Operation(summary = "Renditions that were given up, with reasons")
  public Uni<Envelope<DeadRenditions>> dead(
      @PathParam("event_id") String eventId,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    long event = caller.event().eventId();
    return Panache.withSession(
        () ->
            Sql.value(Long.class, COUNT_DEAD, event)
                .chain(
                    total ->
                        Sql.rows(DEAD, event, request.offset(), request.size())
                            .map(
                                rows ->
                                    Envelope.success(
                                        "Dead renditions",
                                        new DeadRenditions(
                                            rows.stream().map(ProgressResource::dead).toList(),
                                            Pagination.of(request, total))))));
  }

  private static DeadRendition dead(Object[] row) {
    return new DeadRendition(
        (String) row[0],
        (String) row[1],
        (Integer) row[2],
        (String) row[3],
        ((OffsetDateTime) row[4]).toInstant());
  }

  @POST
  @Path("/renditions/requeue")
  @Operation(summary = "Put the dead renditions in line again")
  public Uni<Envelope<Requeued>> requeue(@PathParam("event_id") String eventId) {
    return Panache.withTransaction(() -> Sql.writeMany(REQUEUE, caller.event().eventId()))
        .map(requeued -> Envelope.success("Renditions requeued", new Requeued(requeued)));
  }
}
