package dev.recollect.photos.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Takes photos in. Bodies are written to disk as they arrive, so their size costs no memory. */
@Path("/api/v1/admin/events/{event_id}/photos")
@Access(Scope.INGEST)
@Tag(name = "Ingest")
public class UploadResource {
  private final Caller caller;
  private final Ingest ingest;
  private final IngestPool pool;

  UploadResource(Caller caller, Ingest ingest, IngestPool pool) {
    this.caller = caller;
    this.ingest = ingest;
    this.pool = pool;
  }

  /** What became of every file of a request, in their order. */
  public record Uploaded(@JsonProperty("files") List<FileResult> files) {}

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RunOnVirtualThread
  @Operation(
      summary = "Upload photos",
      description =
          "JPEG, PNG, WebP and, where the server has libheif, HEIC. Up to 1000 parts named"
              + " files; more are refused as a whole (413). A refused file does not hold up the others; sending a file again is safe.")
  public Envelope<Uploaded> upload(
      @PathParam("event_id") String eventId, @RestForm("files") List<FileUpload> files) {
    if (files == null || files.isEmpty()) {
      throw RecollectException.invalidField("files", "must have at least one file");
    }
    EventAccess event = caller.event();
    List<Callable<FileResult>> tasks =
        files.stream()
            .<Callable<FileResult>>map(
                file ->
                    () ->
                        ingest.take(event, file.uploadedFile(), FileName.cleaned(file.fileName())))
            .toList();
    return Envelope.success("Files received", new Uploaded(pool.all(tasks)));
  }
}
