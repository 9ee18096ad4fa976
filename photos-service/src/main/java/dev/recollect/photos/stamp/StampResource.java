package dev.recollect.photos.stamp;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.photos.ingest.IngestPool;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The stamp of an event: what is burned into its renditions. */
@Path("/api/v1/admin/events/{event_id}/stamp")
@Access(Scope.ADMIN)
@Tag(name = "Stamp")
public class StampResource {
  private final Caller caller;
  private final StampReader reader;
  private final StampRecords records;
  private final IngestPool pool;

  StampResource(Caller caller, StampReader reader, StampRecords records, IngestPool pool) {
    this.caller = caller;
    this.reader = reader;
    this.records = records;
    this.pool = pool;
  }

  /**
   * How the stamp lies on a rendition.
   *
   * @param position one of TOP_LEFT, TOP, TOP_RIGHT, LEFT, CENTER, RIGHT, BOTTOM_LEFT, BOTTOM,
   *     BOTTOM_RIGHT
   * @param opacity 0-1
   * @param scale width of the stamp as a part of the rendition's width
   * @param margin distance to the edges as a part of the rendition's width
   * @param renditionVersion that renditions will have once all are stamped
   */
  public record StampView(
      @JsonProperty("position") String position,
      @JsonProperty("opacity") double opacity,
      @JsonProperty("scale") double scale,
      @JsonProperty("margin") double margin,
      @JsonProperty("rendition_version") int renditionVersion) {}

  @PUT
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RunOnVirtualThread
  @Operation(
      summary = "Set the stamp",
      description =
          "Overlay images for landscape and portrait photos (PNG, WebP or JPEG, at most 5 MB each;"
              + " one of them serves for both if the other is missing). They are kept as PNG, at most 2048"
              + " pixels wide and high. Photos are stamped anew in"
              + " the background; until then they show as before.")
  public Envelope<StampView> put(
      @PathParam("event_id") String eventId,
      @RestForm("landscape") FileUpload landscape,
      @RestForm("portrait") FileUpload portrait,
      @RestForm("position") String position,
      @RestForm("opacity") String opacity,
      @RestForm("scale") String scale,
      @RestForm("margin") String margin) {
    StampReader.Form form =
        new StampReader.Form(
            landscape == null ? null : landscape.uploadedFile(),
            portrait == null ? null : portrait.uploadedFile(),
            position,
            opacity,
            scale,
            margin);
    // Virtual threads are without number, and an overlay unfolds to 64 MB when it is decoded.
    Callable<NewStamp> reading = () -> reader.read(form);
    NewStamp stamp = pool.all(List.of(reading)).getFirst();
    return Envelope.success("Stamp set", records.set(caller.event().eventId(), stamp));
  }

  @GET
  @Operation(summary = "How the stamp lies")
  public Uni<Envelope<StampView>> get(@PathParam("event_id") String eventId) {
    return records
        .find(caller.event().eventId())
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("The event has no stamp"))
        .map(stamp -> Envelope.success("Stamp", stamp));
  }

  @DELETE
  @Operation(
      summary = "Remove the stamp",
      description = "Photos are made anew without it in the background.")
  public Uni<Envelope<Void>> delete(@PathParam("event_id") String eventId) {
    return records
        .remove(caller.event().eventId())
        .replaceWith(Envelope.<Void>success("Stamp removed", null));
  }
}
