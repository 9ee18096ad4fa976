package dev.recollect.photos.videos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The source videos of an event. Bodies are written to disk as they arrive. */
@Path("/api/v1/admin/events/{event_id}/videos")
@Access(Scope.INGEST)
@RunOnVirtualThread
@Tag(name = "Source videos")
public class VideosResource {

  private final Caller caller;
  private final VideoIngest ingest;
  private final VideoLibrary library;
  private final Probes probes;
  private final VideoPool pool;

  VideosResource(
      Caller caller, VideoIngest ingest, VideoLibrary library, Probes probes, VideoPool pool) {
    this.caller = caller;
    this.ingest = ingest;
    this.library = library;
    this.probes = probes;
    this.pool = pool;
  }

  /** A page of source videos. */
  public record VideoViews(
      @JsonProperty("videos") List<VideoView> videos,
      @JsonProperty("pagination") Pagination pagination) {}

  /**
   * A video to be fetched.
   *
   * @param url http or https, at a public address
   * @param key absent: the next one
   * @param startTime wall-clock time of its first picture
   */
  public record NewFetch(
      @JsonProperty("url") @NotBlank @Size(max = 2048) String url,
      @JsonProperty("filename") @Nullable @Schema(nullable = true) @Size(max = 255) String filename,
      @JsonProperty("source_video_key") @Nullable @Schema(nullable = true) Long key,
      @JsonProperty("start_time") @Nullable @Schema(nullable = true) OffsetDateTime startTime) {}

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Upload a source video",
      description =
          "MP4, MOV, MKV or WebM with H.264, HEVC, VP9 or AV1, as a part named file; optional parts"
              + " source_video_key and start_time. It is looked at in the background: poll its state."
              + " Bytes that the event has already are answered with the video that they are.")
  public Envelope<VideoView> upload(
      @PathParam("event_id") String eventId,
      @RestForm("file") FileUpload file,
      @RestForm("source_video_key") String key,
      @RestForm("start_time") String startTime) {
    if (file == null) {
      throw RecollectException.invalidField("file", "must be given");
    }
    NewVideo video = NewVideo.parse(key, file.fileName(), startTime);
    probes.get();
    EventAccess event = caller.event();
    VideoIngest.Taken taken = pool.run(() -> ingest.take(event, file.uploadedFile(), video));
    return Envelope.success(
        taken.known() ? "The event has this video already" : "Source video received",
        VideoView.of(taken.video()));
  }

  @POST
  @Path("/fetch")
  @Operation(
      summary = "Have a source video fetched",
      description =
          "The server reads the address in the background; poll the state. Only public addresses,"
              + " also after redirects, unless the operator allows a host by name.")
  public Envelope<VideoView> fetch(
      @PathParam("event_id") String eventId, @NotNull @Valid NewFetch body) {
    NewVideo video = NewVideo.of(body.key(), body.filename(), body.startTime());
    probes.get();
    return Envelope.success(
        "Source video is fetched", VideoView.of(ingest.fetch(caller.event(), body.url(), video)));
  }

  @GET
  @Operation(summary = "List source videos by their keys, in whatever state")
  public Envelope<VideoViews> list(
      @PathParam("event_id") String eventId,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    VideoLibrary.Page found = library.page(caller.event().eventId(), request);
    return Envelope.success(
        "Source videos",
        new VideoViews(
            found.videos().stream().map(VideoView::of).toList(),
            Pagination.of(request, found.total())));
  }

  @GET
  @Path("/{source_video_key}")
  @Operation(summary = "Where a source video stands")
  public Envelope<VideoView> get(
      @PathParam("event_id") String eventId, @PathParam("source_video_key") String key) {
    return Envelope.success(
        "Source video", VideoView.of(library.find(caller.event().eventId(), key)));
  }

  @POST
  @Path("/{source_video_key}/retry")
  @Operation(
      summary = "Try again",
      description = "Puts fetching or probing that was given up in line again.")
  public Envelope<VideoView> retry(
      @PathParam("event_id") String eventId, @PathParam("source_video_key") String key) {
    return Envelope.success(
        "Source video", VideoView.of(library.retry(caller.event().eventId(), key)));
  }

  @DELETE
  @Path("/{source_video_key}")
  @Access(Scope.ADMIN)
  @Operation(
      summary = "Delete a source video",
      description =
          "It is gone at once; its file follows in the background. The key of a video that was"
              + " accepted is never given again.")
  public Envelope<Void> delete(
      @PathParam("event_id") String eventId, @PathParam("source_video_key") String key) {
    library.delete(caller.event().eventId(), key);
    return Envelope.success("Source video deleted", null);
  }
}
