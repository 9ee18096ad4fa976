package dev.recollect.photos.cameras;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.photos.capture.CaptureTimes;
import dev.recollect.photos.events.Events;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The cameras of an event and how wrong their clocks were. */
@Path("/api/v1/admin/events/{event_id}/cameras")
@Access(Scope.ADMIN)
@Tag(name = "Cameras")
public class CamerasResource {
  /** Cameras are set to the wrong year; more than a lifetime of photography is a slip. */
  private static final int LARGEST_OFFSET = 50 * 366 * 24 * 3600;

  private static final String CAMERA_ID = "[a-z0-9-]{1,200}";

  private static final String CAMERAS =
      """
      select photo.camera, min(photo.camera_name), count(*), cast(coalesce(max(clock.offset_seconds), 0) as int)
        from photo left join camera_clock clock using (event_id, camera)
       where event_id = ?1 and photo.camera is not null
       group by photo.camera order by photo.camera
      """;

  private final Caller caller;

  CamerasResource(Caller caller) {
    this.caller = caller;
  }

  /**
   * A camera that took photos of the event.
   *
   * @param camera id, as in paths
   * @param clockOffsetSeconds added to what its clock says
   */
  public record CameraView(
      @JsonProperty("camera") String camera,
      @JsonProperty("name") String name,
      @JsonProperty("photos") long photos,
      @JsonProperty("clock_offset_seconds") int clockOffsetSeconds) {}

  /** The cameras of an event, by id. */
  public record Cameras(@JsonProperty("cameras") List<CameraView> cameras) {}

  /**
   * A correction.
   *
   * @param offsetSeconds to add to what the camera's clock says; negative for a fast clock
   */
  public record ClockOffset(
      @JsonProperty("offset_seconds") @NotNull @Min(-LARGEST_OFFSET) @Max(LARGEST_OFFSET)
          Integer offsetSeconds) {}

  /** How many photos have another capture time now. */
  public record Moved(@JsonProperty("moved") int moved) {}

  @GET
  @Operation(summary = "List the cameras that took photos of the event")
  public Uni<Envelope<Cameras>> list(@PathParam("event_id") String eventId) {
    return Panache.withSession(() -> Sql.rows(CAMERAS, caller.event().eventId()))
        .map(
            rows ->
                Envelope.success(
                    "Records for cameras",
                    new Cameras(
                        rows.stream()
                            .map(
                                row ->
                                    new CameraView(
                                        (String) row[0],
                                        (String) row[1],
                                        (Long) row[2],
                                        (Integer) row[3]))
                            .toList())));
  }

  @PUT
  @Path("/{camera}/clock-offset")
  @Operation(
      summary = "Correct a camera's clock",
      description =
          "Replaces an earlier correction; the camera's photos move at once, later ones as they"
              + " come. Times from GPS stay.")
  public Uni<Envelope<Moved>> setClock(
      @PathParam("event_id") String eventId,
      @PathParam("camera") String camera,
      @NotNull @Valid ClockOffset body) {
    if (!camera.matches(CAMERA_ID)) {
      throw RecollectException.invalidField(
          "camera", "must be lower-case letters, digits and dashes");
    }
    long event = caller.event().eventId();
    return Panache.withTransaction(
            () ->
                Events.lock(event)
                    .chain(() -> CaptureTimes.setClock(event, camera, body.offsetSeconds())))
        .map(moved -> Envelope.success("Clock offset set", new Moved(moved)));
  }
}
