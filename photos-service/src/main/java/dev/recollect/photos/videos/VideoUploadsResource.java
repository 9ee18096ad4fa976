package dev.recollect.photos.videos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.storage.StoredPart;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Source videos that go to the storage directly, part by part. */
@Path("/api/v1/admin/events/{event_id}/videos/uploads")
@Access(Scope.INGEST)
@RunOnVirtualThread
@Tag(name = "Source videos")
public class VideoUploadsResource {
  private static final int MOST_URLS = 1000;

  private final Caller caller;
  private final VideoUploads uploads;
  private final Probes probes;

  VideoUploadsResource(Caller caller, VideoUploads uploads, Probes probes) {
    this.caller = caller;
    this.uploads = uploads;
    this.probes = probes;
  }

  /**
   * What somebody is about to upload.
   *
   * @param sizeBytes of the whole file
   * @param key absent: the next one
   * @param startTime wall-clock time of its first picture
   */
  public record NewUpload(
      @JsonProperty("filename") @Nullable @Schema(nullable = true) @Size(max = 255) String filename,
      @JsonProperty("size_bytes") @NotNull Long sizeBytes,
      @JsonProperty("source_video_key") @Nullable @Schema(nullable = true) Long key,
      @JsonProperty("start_time") @Nullable @Schema(nullable = true) OffsetDateTime startTime) {}

  /** A part that the storage has. */
  public record PartView(
      @JsonProperty("part_number") int number, @JsonProperty("size_bytes") long sizeBytes) {}

  /**
   * How far an upload is.
   *
   * @param partBytes size of every part but the last, which has what is left
   * @param parts how many there are to be, numbered from 1
   * @param missing numbers of parts that are not there, or not of their size
   */
  public record UploadView(
      @JsonProperty("upload_id") UUID uploadId,
      @JsonProperty("source_video_key") long key,
      @JsonProperty("state") String state,
      @JsonProperty("size_bytes") long sizeBytes,
      @JsonProperty("part_bytes") long partBytes,
      @JsonProperty("parts") int parts,
      @JsonProperty("present") List<PartView> present,
      @JsonProperty("missing") List<Integer> missing) {}

  /** Where to PUT a part. */
  public record PartUrl(@JsonProperty("part_number") int number, @JsonProperty("url") URI url) {}

  /** Where to put some parts. */
  public record PartUrls(@JsonProperty("urls") List<PartUrl> urls) {}

  @POST
  @Operation(
      summary = "Begin an upload in parts",
      description = "Cut the file as the answer says, ask for URLs, PUT the parts, complete.")
  public Envelope<UploadView> begin(
      @PathParam("event_id") String eventId, @NotNull @Valid NewUpload body) {
    NewVideo video = NewVideo.of(body.key(), body.filename(), body.startTime());
    probes.get();
    return Envelope.success(
        "Upload begun", view(uploads.begin(caller.event(), video, body.sizeBytes())));
  }

  @GET
  @Path("/{upload_id}")
  @Operation(summary = "Which parts are there", description = "After an interruption, go on so.")
  public Envelope<UploadView> get(
      @PathParam("event_id") String eventId, @PathParam("upload_id") String uploadId) {
    return Envelope.success("Upload", view(unfinished(uploadId)));
  }

  @GET
  @Path("/{upload_id}/urls")
  @Operation(
      summary = "URLs for parts",
      description =
          "Of the part numbers from-to, at most 1000 at once; from defaults to 1. They expire: ask"
              + " again. A part may be put again.")
  public Envelope<PartUrls> urls(
      @PathParam("event_id") String eventId,
      @PathParam("upload_id") String uploadId,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("from") String from,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("to") String to) {
    SourceVideo video = unfinished(uploadId);
    int count = VideoUploads.partsOf(video).count();
    int first = number("from", from, 1, count);
    int last = number("to", to, Math.min(count, first + MOST_URLS - 1), count);
    if (last < first || last - first >= MOST_URLS) {
      throw RecollectException.invalidField("to", "must be from-" + (first + MOST_URLS - 1));
    }
    return Envelope.success(
        "Part URLs",
        new PartUrls(
            IntStream.rangeClosed(first, last)
                .mapToObj(part -> new PartUrl(part, uploads.partUrl(video, part)))
                .toList()));
  }

  @POST
  @Path("/{upload_id}/complete")
  @Operation(
      summary = "Complete an upload",
      description =
          "Once all parts are there; asking again gives the same answer. The video is then looked at"
              + " as any other.")
  public Envelope<VideoView> complete(
      @PathParam("event_id") String eventId, @PathParam("upload_id") String uploadId) {
    return Envelope.success(
        "Upload completed", VideoView.of(uploads.complete(caller.event(), uploadId)));
  }

  @DELETE
  @Path("/{upload_id}")
  @Operation(summary = "Abort an upload", description = "Its parts are thrown away.")
  public Envelope<Void> abort(
      @PathParam("event_id") String eventId, @PathParam("upload_id") String uploadId) {
    uploads.abort(caller.event(), uploadId);
    return Envelope.success("Upload aborted", null);
  }

  private SourceVideo unfinished(String uploadId) {
    SourceVideo video = uploads.find(caller.event(), uploadId);
    if (video.state() != VideoState.UPLOADING) {
      throw new RecollectException(ErrorCode.CONFLICT, "The upload is completed");
    }
    return video;
  }

  private UploadView view(SourceVideo video) {
    VideoParts parts = VideoUploads.partsOf(video);
    List<StoredPart> present = uploads.present(video);
    return new UploadView(
        video.videoId(),
        video.key(),
        video.state().word(),
        parts.sizeBytes(),
        parts.partBytes(),
        parts.count(),
        present.stream().map(part -> new PartView(part.number(), part.sizeBytes())).toList(),
        parts.missing(present));
  }

  private static int number(String name, @Nullable String text, int fallback, int most) {
    if (text == null || text.isBlank()) {
      return fallback;
    }
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    }
    throw RecollectException.invalidField(name, "must be 1-" + most);
  }
}
