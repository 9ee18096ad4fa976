package dev.recollect.download.original;

import dev.recollect.download.domain.Selection;
import dev.recollect.download.domain.Selection.ByBib;
import dev.recollect.download.domain.Selection.BySelfie;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.kit.storage.ContentDisposition;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Unwatermarked originals of the photos of a runner, of a selfie search, or of given ids. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/original-photos")
@Tag(name = "Original photos")
@Access(value = Scope.READ, feature = Feature.GALLERY)
@RunOnVirtualThread
public class OriginalPhotosResource {
  private static final int DEFAULT_PAGE_SIZE = 30;
  private static final int MAX_PAGE_SIZE = 60;

  private final Caller caller;
  private final Originals originals;
  private final Presigner presigner;
  private final Archives archives;

  OriginalPhotosResource(
      Caller caller, Originals originals, Presigner presigner, Archives archives) {
    this.caller = caller;
    this.originals = originals;
    this.presigner = presigner;
    this.archives = archives;
  }

  /** A page of download URLs. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Download URLs of originals")
  public Envelope<OriginalPhotos> presign(
      @PathParam("org_id") String orgId,
      @PathParam("event_id") String eventId,
      @QueryParam("page") String page,
      @Parameter(
              schema = @Schema(maximum = "" + MAX_PAGE_SIZE, defaultValue = "" + DEFAULT_PAGE_SIZE))
          @QueryParam("page_size")
          String pageSize,
      OriginalPhotosRequest body) {
    List<String> problems = new ArrayList<>();
    PageRequest asked = readPage(page, pageSize, problems);
    Selection selection = select(body, problems);
    Originals.Page found = originals.find(caller.event().eventId(), selection, asked);
    Presigner.Outcome outcome = presigner.presign(found.originals());
    String message =
        found.total() == 0
            ? selection.nothingFound()
            : "Presigned URLs for " + outcome.presigned().size() + " original photos";
    String identifier = body.identifier() instanceof String text ? text : null;
    return Envelope.success(
        message, OriginalPhotos.of(outcome, identifier, Pagination.of(asked, found.total())));
  }

  /** All of it in one archive. */
  @POST
  @Path("/zip")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Originals in one ZIP archive",
      description =
          "The whole result, not a page of it. An archive that cannot be completed is broken off:"
              + " the connection ends early and the file has no table of contents.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = Archive.MEDIA_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response zip(
      @PathParam("org_id") String orgId,
      @PathParam("event_id") String eventId,
      OriginalPhotosRequest body,
      @Context HttpServerResponse connection) {
    Selection selection = select(body, List.of());
    Archive archive = archives.open(caller.event().eventId(), selection);
    StreamingOutput content = out -> archive.writeTo(out, connection::reset);
    return Response.ok(content, Archive.MEDIA_TYPE)
        .header(
            "Content-Disposition",
            ContentDisposition.attachment("event-" + caller.event().eventId() + "-originals.zip"))
        .build();
  }

  private static PageRequest readPage(String page, String pageSize, List<String> problems) {
    try {
      return PageRequest.parse(page, pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    } catch (RecollectException refused) {
      problems.add(refused.getMessage());
      return new PageRequest(1, DEFAULT_PAGE_SIZE);
    }
  }

  private Selection select(OriginalPhotosRequest body, List<String> problems) {
    if (body == null) {
      throw RecollectException.invalidField("body", "is required");
    }
    Selection selection = body.selection(problems);
    switch (selection) {
      case ByBib bib -> caller.require(Feature.BIB_SEARCH);
      case BySelfie selfie -> caller.require(Feature.SELFIE_SEARCH);
      default -> {
        // Ids come from the gallery, which the event offers: the filter has seen to it.
      }
    }
    return selection;
  }
}
