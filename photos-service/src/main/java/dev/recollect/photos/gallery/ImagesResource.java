package dev.recollect.photos.gallery;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The gallery of an event. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/images")
@Access(value = Scope.READ, feature = Feature.GALLERY)
@Tag(name = "Gallery")
public class ImagesResource {
  private final Caller caller;
  private final Gallery gallery;

  ImagesResource(Caller caller, Gallery gallery) {
    this.caller = caller;
    this.gallery = gallery;
  }

  @GET
  @Operation(
      summary = "All photos of the event",
      description = "Capture time ascending, photos without one last; ties by image id.")
  public Uni<Envelope<Images>> list(
      @PathParam("org_id") String organisation,
      @PathParam("event_id") String eventId,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    EventAccess event = caller.event();
    return gallery
        .page(event.eventId(), request, event.publishOriginals())
        .map(found -> Envelope.success(message(found), found));
  }

  private static String message(Images found) {
    return found.pagination().total() == 0 ? "No images found" : "Records for all images";
  }
}
