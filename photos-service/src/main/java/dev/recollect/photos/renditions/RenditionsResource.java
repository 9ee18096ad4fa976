package dev.recollect.photos.renditions;

import dev.recollect.kit.access.PublicAccess;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Hands out renditions to whoever knows their URL. The bytes go from the storage to the client
 * through a small buffer.
 */
@Path("/imgs/{event_id}/{size:large|small}/{image_id}.jpg")
@PublicAccess
@Tag(name = "Renditions")
public class RenditionsResource {
  private static final String JPEG = "image/jpeg";

  /** With the version in the URL the content never changes. */
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private static final String FOR_A_MINUTE = "public, max-age=60";

  private final ShownRenditions shown;
  private final ObjectStorage storage;
  private final StorageConfig buckets;

  RenditionsResource(ShownRenditions shown, ObjectStorage storage, StorageConfig buckets) {
    this.shown = shown;
    this.storage = storage;
    this.buckets = buckets;
  }

  @GET
  @RunOnVirtualThread
  @Operation(summary = "A rendition", description = "Always the present version, whatever v says.")
  @APIResponse(
      responseCode = "200",
      description = "The picture",
      content =
          @Content(mediaType = JPEG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "304", description = "Not changed since the ETag that was sent")
  public Response get(
      @PathParam("event_id") String eventId,
      @PathParam("size") String size,
      @PathParam("image_id") String imageId,
      @QueryParam("v") String version,
      @Context Request request) {
    ShownRenditions.Rendition rendition = find(eventId, size, imageId);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(rendition.tag());
    if (unchanged != null) {
      return described(unchanged, rendition, version).build();
    }
    try {
      return sent(rendition, version);
    } catch (RecollectException failure) {
      if (failure.code() != ErrorCode.NOT_FOUND) {
        throw failure;
      }
      // Replaced by a newer version between the look-up and the opening.
      return sent(find(eventId, size, imageId), version);
    }
  }

  @HEAD
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response head(
      @PathParam("event_id") String eventId,
      @PathParam("size") String size,
      @PathParam("image_id") String imageId,
      @QueryParam("v") String version) {
    ShownRenditions.Rendition rendition = find(eventId, size, imageId);
    return typed(Response.ok(), rendition, version).build();
  }

  private ShownRenditions.Rendition find(String eventId, String size, String imageId) {
    return shown
        .find(eventId, size, imageId)
        .orElseThrow(() -> RecollectException.notFound("Image not found"));
  }

  private Response sent(ShownRenditions.Rendition rendition, String version) {
    InputStream content = storage.open(buckets.renditionsBucket(), rendition.objectKey());
    return typed(Response.ok(content), rendition, version).build();
  }

  private static Response.ResponseBuilder typed(
      Response.ResponseBuilder response, ShownRenditions.Rendition rendition, String version) {
    return described(response, rendition, version)
        .type(JPEG)
        .header(HttpHeaders.CONTENT_LENGTH, rendition.bytes());
  }

  private static Response.ResponseBuilder described(
      Response.ResponseBuilder response, ShownRenditions.Rendition rendition, String version) {
    boolean current = Integer.toString(rendition.version()).equals(version);
    EntityTag tag = rendition.tag();
    return response
        .tag(tag)
        .header(HttpHeaders.CACHE_CONTROL, current ? FOR_GOOD : FOR_A_MINUTE)
        .header("X-Content-Type-Options", "nosniff");
  }
}
