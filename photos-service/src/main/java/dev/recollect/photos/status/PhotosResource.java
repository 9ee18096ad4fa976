package dev.recollect.photos.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.photos.changes.ChangeLog;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.removal.Removals;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Single photos, for those who bring them. */
@Path("/api/v1/admin/events/{event_id}/photos")
@Access(Scope.INGEST)
@Tag(name = "Ingest")
public class PhotosResource {
  private static final String HASH = "[0-9a-f]{64}";

  private final Caller caller;
  private final PhotoLookups lookups;

  PhotosResource(Caller caller, PhotoLookups lookups) {
    this.caller = caller;
    this.lookups = lookups;
  }

  /**
   * Hashes of files that somebody is about to upload.
   *
   * @param sha256 hex, at most 1000
   */
  public record Lookup(@JsonProperty("sha256") @NotNull @Size(max = 1000) List<String> sha256) {}

  /** Bytes that the event has. */
  public record KnownFile(
      @JsonProperty("sha256") String sha256, @JsonProperty("image_id") String imageId) {}

  /** Those of the hashes that the event has. */
  public record Known(@JsonProperty("known") List<KnownFile> known) {}

  @POST
  @Path("/lookup")
  @Operation(
      summary = "Which of these files does the event have?",
      description = "By SHA-256 of their bytes, so that a repeated upload sends only what is new.")
  public Uni<Envelope<Known>> lookup(
      @PathParam("event_id") String eventId, @NotNull @Valid Lookup body) {
    List<String> hashes =
        body.sha256().stream().map(hash -> String.valueOf(hash).toLowerCase(Locale.ROOT)).toList();
    for (int i = 0; i < hashes.size(); i++) {
      if (!hashes.get(i).matches(HASH)) {
        throw RecollectException.invalidField("sha256." + i, "must be 64 hexadecimal digits");
      }
    }
    return lookups
        .known(caller.event().eventId(), hashes)
        .map(known -> Envelope.success("Known files", new Known(known)));
  }

  @GET
  @Path("/{image_id}")
  @Operation(summary = "Where a photo stands")
  public Uni<Envelope<PhotoStatus>> get(
      @PathParam("event_id") String eventId, @PathParam("image_id") String imageId) {
    return lookups
        .status(caller.event().eventId(), imageId)
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Image not found"))
        .map(status -> Envelope.success("Photo status", status));
  }

  @DELETE
  @Path("/{image_id}")
  @Access(Scope.ADMIN)
  @Operation(
      summary = "Delete a photo",
      description = "It is gone at once; its files follow in the background.")
  public Uni<Envelope<Void>> delete(
      @PathParam("event_id") String eventId, @PathParam("image_id") String imageId) {
    UUID photoId =
        PhotoId.parse(imageId).orElseThrow(() -> RecollectException.notFound("Image not found"));
    return remove(caller.event().eventId(), photoId)
        .replaceWith(Envelope.<Void>success("Photo deleted", null));
  }

  /**
   * The event before anything of it, as changes of the event do; the work item before the photo, as
   * the job that makes its renditions does.
   */
  private static Uni<Void> remove(long eventId, UUID photoId) {
    return Panache.withTransaction(
        () ->
            Sql.write(
                    "update event set cover_image_id = null where event_id = ?1 and cover_image_id = ?2 returning 1",
                    eventId,
                    photoId)
                .chain(
                    () ->
                        Sql.write(
                            "delete from work_item where queue = 'rendition' and event_id = ?1 and item_id = ?2 returning 1",
                            eventId,
                            photoId))
                .chain(
                    () ->
                        Sql.write(
                            "delete from photo where event_id = ?1 and photo_id = ?2 returning 1",
                            eventId,
                            photoId))
                .invoke(
                    removed -> {
                      if (removed == 0) {
                        throw RecollectException.notFound("Image not found");
                      }
                    })
                .chain(() -> ChangeLog.photo(eventId, photoId))
                .chain(() -> Removals.requestForPhoto(eventId, photoId)));
  }
}
