package dev.recollect.photos.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Uploads that go to the storage directly, and the call that takes them in. */
@Path("/api/v1/admin/events/{event_id}/uploads")
@Access(Scope.INGEST)
@RunOnVirtualThread
@Tag(name = "Ingest")
public class DirectUploadsResource {
  private final Caller caller;
  private final DirectUploads uploads;

  DirectUploadsResource(Caller caller, DirectUploads uploads) {
    this.caller = caller;
    this.uploads = uploads;
  }

  /** What somebody is about to upload. */
  public record NewUpload(
      @JsonProperty("filename") @Nullable @Schema(nullable = true) @Size(max = 255)
          String filename) {}

  /**
   * Where to put the file.
   *
   * @param method always PUT
   */
  public record UploadTarget(
      @JsonProperty("upload_id") UUID uploadId,
      @JsonProperty("method") String method,
      @JsonProperty("url") URI url,
      @JsonProperty("expires_at") Instant expiresAt) {}

  @POST
  @Operation(
      summary = "Begin a direct upload",
      description = "PUT the file's bytes to url, then complete the upload.")
  public Envelope<UploadTarget> begin(
      @PathParam("event_id") String eventId, @NotNull @Valid NewUpload body) {
    return Envelope.success(
        "Upload begun", uploads.begin(caller.event(), FileName.cleaned(body.filename())));
  }

  @POST
  @Path("/{upload_id}/complete")
  @Operation(
      summary = "Complete a direct upload",
      description =
          "Checks the file as any other upload; asking again gives the same answer. A refused file"
              + " is removed with its upload, which is not found (404) from then on.")
  public Envelope<FileResult> complete(
      @PathParam("event_id") String eventId, @PathParam("upload_id") String uploadId) {
    return Envelope.success("Upload completed", uploads.complete(caller.event(), uploadId));
  }
}
