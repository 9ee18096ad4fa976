package dev.recollect.search.selfie;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.kit.rest.RequestIds;
import dev.recollect.kit.rest.SelfieUpload;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.gallery.ImageItems;
import dev.recollect.search.gallery.PhotoPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Photos of the person on a selfie. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/faces")
@Produces(MediaType.APPLICATION_JSON)
@Access(value = Scope.READ, feature = Feature.SELFIE_SEARCH)
@Tag(name = "Selfie search")
@RunOnVirtualThread
public class SelfieResource {

  private final SelfieSearch search;
  private final SelfieUpload upload;
  private final StoredSearches searches;
  private final Database database;
  private final ImageItems items;
  private final Caller caller;

  SelfieResource(
      SelfieSearch search,
      SelfieConfig config,
      StoredSearches searches,
      Database database,
      ImageItems items,
      Caller caller) {
    this.search = search;
    this.upload = new SelfieUpload(config.maxBytes());
    this.searches = searches;
    this.database = database;
    this.items = items;
    this.caller = caller;
  }

  /** A known id gives the stored result, whatever else is sent. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Search by selfie",
      description =
          "Parts: selfie (or file, image, selfie_image): JPEG, PNG, WebP or HEIC; request_id, also as query parameter.")
  public Envelope<FaceSearchPage> search(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestForm(FileUpload.ALL) List<FileUpload> files,
      @RestForm("request_id") String formRequestId,
      @RestQuery("request_id") String queryRequestId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    Optional<UUID> requestId =
        RequestIds.optional(formRequestId).or(() -> RequestIds.optional(queryRequestId));
    EventAccess event = caller.event();
    Optional<StoredSearch> known = requestId.flatMap(id -> search.stored(event, id));
    if (known.isPresent()) {
      return answer(known.get(), request);
    }
    Optional<FileUpload> selfie = upload.find(files);
    if (selfie.isEmpty()) {
      throw requestId.isPresent()
          ? SelfieSearch.unknown()
          : RecollectException.malformed("Send a selfie or the request_id of an earlier search");
    }
    java.nio.file.Path image = upload.accept(selfie.get());
    StoredSearch found =
        requestId
            .map(id -> search.search(event, id, image))
            .orElseGet(() -> search.search(event, image));
    return answer(found, request);
  }

  /** For callers that send nothing but the id of an earlier search, in a form without parts. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Envelope<FaceSearchPage> again(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestForm("request_id") String formRequestId,
      @RestQuery("request_id") String queryRequestId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    return search(
        organisationId, eventId, List.of(), formRequestId, queryRequestId, page, pageSize);
  }

  /** The same in the query. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(hidden = true)
  public Envelope<FaceSearchPage> again(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestQuery("request_id") String requestId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    return search(organisationId, eventId, List.of(), null, requestId, page, pageSize);
  }

  /** A page of a stored result; nothing is matched again. */
  @GET
  @Path("{request_id}")
  @Operation(summary = "A page of an earlier search")
  public Envelope<FaceSearchPage> page(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestPath("request_id") String requestId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    UUID id = RequestIds.parse(requestId);
    return answer(search.stored(caller.event(), id).orElseThrow(SelfieSearch::unknown), request);
  }

  private Envelope<FaceSearchPage> answer(StoredSearch found, PageRequest request) {
    PhotoPage photos = database.read(connection -> searches.page(connection, found, request));
    String message =
        found.facesInSelfie() > 1
            ? "Computed face search for the largest of %d faces in the selfie"
                .formatted(found.facesInSelfie())
            : "Computed face search";
    return Envelope.success(
        message,
        new FaceSearchPage(
            found.requestId().toString(),
            found.thresholdPercent(),
            items.of(caller.event(), photos.photos()),
            Pagination.of(request, found.total())));
  }
}
