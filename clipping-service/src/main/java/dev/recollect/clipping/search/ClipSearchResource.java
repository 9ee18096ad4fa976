package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.RequestIds;
import dev.recollect.kit.rest.SelfieUpload;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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

/** A person's moments in the event's videos, as clips. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/video-clipping")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Video clips")
@RunOnVirtualThread
public class ClipSearchResource {
  private final ClipSearchRequests requests;
  private final ClipSearchItems items;
  private final Caller caller;
  private final SelfieUpload upload;

  ClipSearchResource(
      ClipSearchRequests requests, ClipSearchItems items, Caller caller, SelfieConfig config) {
    this.requests = requests;
    this.items = items;
    this.caller = caller;
    this.upload = new SelfieUpload(config.maxBytes());
  }

  /** A known id gives the search that is there, whatever else is sent. */
  @POST
  @Path("search-by-selfie")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Access(value = Scope.READ, feature = Feature.VIDEO_SELFIE_SEARCH)
  @Operation(
      summary = "Search the videos by selfie",
      description =
          "Parts: selfie (or file, image, selfie_image): JPEG, PNG, WebP or HEIC; or the request_id of an earlier face search, also as query parameter. Starts a search; poll its result.")
  public Envelope<ClipSearchStarted> searchBySelfie(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestForm(FileUpload.ALL) List<FileUpload> files,
      @RestForm("request_id") String formRequestId,
      @RestQuery("request_id") String queryRequestId) {
    Optional<UUID> requestId =
        RequestIds.optional(formRequestId).or(() -> RequestIds.optional(queryRequestId));
    EventAccess event = caller.event();
    Optional<ClipSearch> known = requestId.flatMap(id -> requests.known(event, id));
    if (known.isPresent()) {
      return items.started(known.get());
    }
    Optional<FileUpload> selfie = upload.find(files);
    if (selfie.isPresent()) {
      return items.started(requests.bySelfie(event, requestId, upload.accept(selfie.get())));
    }
    UUID id =
        requestId.orElseThrow(
            () ->
                RecollectException.malformed(
                    "Send a selfie or the request_id of an earlier face search"));
    return items.started(requests.byFaceSearch(event, id));
  }

  /** For callers that send nothing but the id of a face search, in a form without parts. */
  @POST
  @Path("search-by-selfie")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Access(value = Scope.READ, feature = Feature.VIDEO_SELFIE_SEARCH)
  @Operation(hidden = true)
  public Envelope<ClipSearchStarted> searchByEarlierSearch(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestForm("request_id") String formRequestId,
      @RestQuery("request_id") String queryRequestId) {
    return searchBySelfie(organisationId, eventId, List.of(), formRequestId, queryRequestId);
  }

  /** The same in the query. */
  @POST
  @Path("search-by-selfie")
  @Consumes(MediaType.WILDCARD)
  @Access(value = Scope.READ, feature = Feature.VIDEO_SELFIE_SEARCH)
  @Operation(hidden = true)
  public Envelope<ClipSearchStarted> searchByEarlierSearch(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestQuery("request_id") String requestId) {
    return searchBySelfie(organisationId, eventId, List.of(), null, requestId);
  }

  /** Looks for the faces that wear the number in photos, and for the number itself. */
  @POST
  @Path("search-by-bib")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      value = Scope.READ,
      feature = {Feature.VIDEO_SEARCH, Feature.BIB_SEARCH})
  @Operation(
      summary = "Search the videos by bib",
      description =
          "Faces that wear the bib in photos are the query, and so is the bib where it can be read in the videos. Starts a search; poll its result.")
  public Envelope<ClipSearchStarted> searchByBib(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @NotNull @Valid BibClipSearch body) {
    return items.started(
        requests.byBib(caller.event(), RequestIds.optional(body.requestId()), body.bib()));
  }

  @GET
  @Path("{request_id}")
  @Access(value = Scope.READ, feature = Feature.VIDEO_SEARCH)
  @Operation(
      summary = "Where a search stands, and its clips",
      description = "Clips are listed, longest first, once the status is final.")
  public Envelope<ClipSearchResult> result(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestPath("request_id") String requestId) {
    UUID id = RequestIds.parse(requestId);
    return items.result(caller.event().eventId(), id);
  }
}
