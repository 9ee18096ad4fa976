package dev.recollect.clipping.analysis;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.Requeued;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** How the analysis of source videos stands, and ways to start it again. */
@Path("/api/v1/admin/events/{event_id}")
@Produces(MediaType.APPLICATION_JSON)
@Access(Scope.INGEST)
@Tag(name = "Video analysis")
@RunOnVirtualThread
public class AnalysisResource {

  private final Analyses analyses;
  private final Caller caller;

  AnalysisResource(Analyses analyses, Caller caller) {
    this.analyses = analyses;
    this.caller = caller;
  }

  /** A page of videos that were set aside. */
  @RegisterForReflection
  public record FailedPage(List<Analysis> videos, Pagination pagination) {}

  @GET
  @Path("analysis")
  @Operation(summary = "Progress of all source videos, and expected time to the end")
  public Envelope<EventAnalysis> progress(@RestPath("event_id") String eventId) {
    return Envelope.success("Analysis progress", analyses.progress(event()));
  }

  @GET
  @Path("analysis/failed")
  @Operation(summary = "Source videos that were set aside, with the reason")
  public Envelope<FailedPage> failed(
      @RestPath("event_id") String eventId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    return Envelope.success(
        "Source videos that could not be analysed",
        new FailedPage(
            analyses.failed(event(), request),
            Pagination.of(request, analyses.progress(event()).failed())));
  }

  @POST
  @Path("analysis/failed/requeue")
  @Operation(summary = "Try the source videos that were set aside again")
  public Envelope<Requeued> requeueAll(@RestPath("event_id") String eventId) {
    return requeued(analyses.requeueAll(event()));
  }

  @GET
  @Path("videos/{source_video_key}/analysis")
  @Operation(summary = "Progress of a source video, and expected time to the end")
  public Envelope<Analysis> video(
      @RestPath("event_id") String eventId, @RestPath("source_video_key") String key) {
    return Envelope.success("Analysis", analyses.find(event(), key(key)));
  }

  @POST
  @Path("videos/{source_video_key}/analysis/requeue")
  @Operation(summary = "Try a source video that was set aside again")
  public Envelope<Requeued> requeue(
      @RestPath("event_id") String eventId, @RestPath("source_video_key") String key) {
    return requeued(analyses.requeue(event(), key(key)) ? 1 : 0);
  }

  private static Envelope<Requeued> requeued(int videos) {
    return Envelope.success("Source videos put in line", new Requeued(videos));
  }

  private long event() {
    return caller.event().eventId();
  }

  private static long key(String key) {
    if (!key.matches("[1-9][0-9]{0,17}")) {
      throw RecollectException.invalidField("source_video_key", "must be a positive whole number");
    }
    return Long.parseLong(key);
  }
}
