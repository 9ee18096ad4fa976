package dev.recollect.search.index;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.jobs.Requeued;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.search.library.ImageIds;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** How indexing of an event stands, and ways to start it again. */
@Path("/api/v1/admin/events/{event_id}/index")
@Produces(MediaType.APPLICATION_JSON)
@Access(Scope.ADMIN)
@Tag(name = "Index administration")
@RunOnVirtualThread
public class IndexResource {

  private final Indexing indexing;
  private final Caller caller;

  IndexResource(Indexing indexing, Caller caller) {
    this.indexing = indexing;
    this.caller = caller;
  }

  /** A page of photos that were set aside. */
  @RegisterForReflection
  public record FailedPage(List<PhotoIndexStatus> images, Pagination pagination) {}

  @GET
  @Operation(summary = "Progress, rate and expected time to the end")
  public Envelope<IndexProgress> progress(@RestPath("event_id") String eventId) {
    return Envelope.success("Index progress", indexing.progress(caller.event().eventId()));
  }

  @GET
  @Path("photos/{image_id}")
  @Operation(summary = "Index status of a photo")
  public Envelope<PhotoIndexStatus> photo(
      @RestPath("event_id") String eventId, @RestPath("image_id") String imageId) {
    return Envelope.success(
        "Index status", indexing.photo(caller.event().eventId(), ImageIds.parse(imageId)));
  }

  @GET
  @Path("failed")
  @Operation(summary = "Photos that were set aside, with the reason")
  public Envelope<FailedPage> failed(
      @RestPath("event_id") String eventId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    long id = caller.event().eventId();
    return Envelope.success(
        "Photos that could not be indexed",
        new FailedPage(
            indexing.failed(id, request), Pagination.of(request, indexing.progress(id).failed())));
  }

  @POST
  @Path("failed/requeue")
  @Operation(summary = "Try the photos that were set aside again")
  public Envelope<Requeued> requeueAll(@RestPath("event_id") String eventId) {
    return requeued(indexing.requeue(caller.event().eventId(), Optional.empty()));
  }

  @POST
  @Path("failed/{image_id}/requeue")
  @Operation(summary = "Try one photo that was set aside again")
  public Envelope<Requeued> requeue(
      @RestPath("event_id") String eventId, @RestPath("image_id") String imageId) {
    return requeued(
        indexing.requeue(caller.event().eventId(), Optional.of(ImageIds.parse(imageId))));
  }

  @POST
  @Path("rebuild")
  @Operation(summary = "Index every photo of the event again")
  public Envelope<Requeued> rebuild(@RestPath("event_id") String eventId) {
    return requeued(indexing.rebuild(caller.event().eventId()));
  }

  private static Envelope<Requeued> requeued(int photos) {
    return Envelope.success("Photos put in line", new Requeued(photos));
  }
}
