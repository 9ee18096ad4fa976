package dev.recollect.clipping.clip;

import dev.recollect.kit.access.PublicAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.StoredObject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Hands out clips to whoever knows their URL, whole or by the range that a player asks for. The
 * bytes go from the storage to the client through a small buffer.
 */
@Path("/vids/{event_id:\\d{1,18}}/motion/selfie/{request_id}/{clip_id}.mp4")
@PublicAccess
@Tag(name = "Clips")
public class ClipResource {
  private static final String MP4 = "video/mp4";

  /** A clip never changes under its URL; it goes when the event's retention is over. */
  private static final String FOR_A_DAY = "public, max-age=86400";

  private static final String ID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

  private final ClipFiles files;

  ClipResource(ClipFiles files) {
    this.files = files;
  }

  @GET
  @RunOnVirtualThread
  @Operation(summary = "A clip", description = "MP4; one range of bytes may be asked for.")
  @APIResponse(
      responseCode = "200",
      description = "The whole clip",
      content =
          @Content(mediaType = MP4, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "206",
      description = "The range asked for",
      content =
          @Content(mediaType = MP4, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "304", description = "Not changed since the ETag that was sent")
  @APIResponse(responseCode = "416", description = "The clip has no such range")
  public Response get(
      @PathParam("event_id") long eventId,
      @PathParam("request_id") String requestId,
      @PathParam("clip_id") String clipId,
      @HeaderParam("Range") String rangeHeader,
      @HeaderParam("If-Range") String ifRange,
      @Context Request request) {
    StoredObject clip = find(eventId, requestId, clipId);
    EntityTag tag = new EntityTag(clip.etag());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return described(unchanged, tag).build();
    }
    boolean whole = ifRange != null && !ifRange.equals('"' + clip.etag() + '"');
    Optional<ByteRange> range =
        whole ? Optional.empty() : ByteRange.parse(rangeHeader, clip.sizeBytes());
    if (range.isEmpty()) {
      return sent(
          Response.ok(), eventId, requestId, clipId, ByteRange.whole(clip.sizeBytes()), tag);
    }
    if (!range.get().satisfiable()) {
      return described(Response.status(416), tag)
          .header("Content-Range", "bytes */" + clip.sizeBytes())
          .build();
    }
    return sent(
        Response.status(206).header("Content-Range", range.get().header(clip.sizeBytes())),
        eventId,
        requestId,
        clipId,
        range.get(),
        tag);
  }

  @HEAD
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response head(
      @PathParam("event_id") long eventId,
      @PathParam("request_id") String requestId,
      @PathParam("clip_id") String clipId) {
    StoredObject clip = find(eventId, requestId, clipId);
    return described(Response.ok(), new EntityTag(clip.etag()))
        .type(MP4)
        .header(HttpHeaders.CONTENT_LENGTH, clip.sizeBytes())
        .build();
  }

  private StoredObject find(long eventId, String requestId, String clipId) {
    if (!requestId.matches(ID) || !clipId.matches(ID)) {
      throw RecollectException.notFound("Clip not found");
    }
    return files
        .stat(eventId, UUID.fromString(requestId), UUID.fromString(clipId))
        .orElseThrow(() -> RecollectException.notFound("Clip not found"));
  }

  private Response sent(
      Response.ResponseBuilder response,
      long eventId,
      String requestId,
      String clipId,
      ByteRange range,
      EntityTag tag) {
    var content =
        files.open(
            eventId,
            UUID.fromString(requestId),
            UUID.fromString(clipId),
            range.first(),
            range.length());
    return described(response.entity(content), tag)
        .type(MP4)
        .header(HttpHeaders.CONTENT_LENGTH, range.length())
        .build();
  }

  private static Response.ResponseBuilder described(
      Response.ResponseBuilder response, EntityTag tag) {
    return response
        .tag(tag)
        .header("Accept-Ranges", "bytes")
        .header(HttpHeaders.CACHE_CONTROL, FOR_A_DAY)
        .header("X-Content-Type-Options", "nosniff");
  }
}
