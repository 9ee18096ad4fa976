package dev.recollect.search.bib;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.search.library.ImageIds;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Start list, review queue and corrections of an event's bibs. */
@Path("/api/v1/admin/events/{event_id}/bibs")
@Produces(MediaType.APPLICATION_JSON)
@Access(Scope.ADMIN)
@Tag(name = "Bib administration")
@RunOnVirtualThread
public class BibAdminResource {

  private final StartLists startLists;
  private final BibReview review;
  private final Caller caller;

  BibAdminResource(StartLists startLists, BibReview review, Caller caller) {
    this.startLists = startLists;
    this.review = review;
    this.caller = caller;
  }

  /**
   * @param bibs the numbers that were handed out; none to do without a list
   */
  @RegisterForReflection
  public record StartListBody(@NotNull List<String> bibs) {}

  /**
   * @param add numbers that the photo shows
   * @param confirm as {@code add}: readings that are right
   * @param remove numbers that the photo does not show
   */
  @RegisterForReflection
  public record CorrectionBody(
      @Size(max = 100) List<String> add,
      @Size(max = 100) List<String> confirm,
      @Size(max = 100) List<String> remove) {}

  /** A page of the review queue. */
  @RegisterForReflection
  public record ReviewPage(List<ReviewItem> readings, Pagination pagination) {}

  /** The numbers of a photo. */
  @RegisterForReflection
  public record PhotoBibs(@JsonProperty("image_id") String imageId, List<BibOfPhoto> bibs) {}

  @GET
  @Path("start-list")
  @Operation(summary = "The numbers that were handed out")
  public Envelope<StartListBody> startList(@RestPath("event_id") String eventId) {
    return Envelope.success(
        "Start list", new StartListBody(startLists.of(caller.event().eventId())));
  }

  /** Replaces the start list by {@code {"bibs": [...]}}. */
  @PUT
  @Path("start-list")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Replace the start list",
      description =
          "JSON, or CSV with a column headed bib (else the first column). Names are neither needed nor kept. "
              + "An empty list lifts the constraint.")
  public Envelope<StartListBody> putStartList(
      @RestPath("event_id") String eventId,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = StartListBody.class)))
          InputStream body)
      throws IOException {
    return replace(StartListDocument.json(body));
  }

  /** Replaces the start list by the numbers of a CSV file. */
  @PUT
  @Path("start-list")
  @Consumes("text/csv")
  public Envelope<StartListBody> putStartListCsv(
      @RestPath("event_id") String eventId,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = String.class)))
          InputStream csv)
      throws IOException {
    return replace(StartListDocument.csv(csv));
  }

  private Envelope<StartListBody> replace(Set<String> numbers) {
    long eventId = caller.event().eventId();
    startLists.replace(eventId, numbers);
    return Envelope.success("Start list replaced", new StartListBody(startLists.of(eventId)));
  }

  @GET
  @Path("review")
  @Operation(
      summary = "Readings that wait for a person",
      description = "Those below the event's review confidence or not on its start list.")
  public Envelope<ReviewPage> review(
      @RestPath("event_id") String eventId,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    BibReview.Waiting waiting = review.waiting(caller.event(), request);
    return Envelope.success(
        "Readings to review",
        new ReviewPage(waiting.readings(), Pagination.of(request, waiting.total())));
  }

  @GET
  @Path("photos/{image_id}")
  @Operation(summary = "The numbers of a photo and where they come from")
  public Envelope<PhotoBibs> photo(
      @RestPath("event_id") String eventId, @RestPath("image_id") String imageId) {
    UUID photoId = ImageIds.parse(imageId);
    return Envelope.success(
        "Bib numbers of the image",
        new PhotoBibs(imageId, review.ofPhoto(caller.event().eventId(), photoId)));
  }

  @PUT
  @Path("photos/{image_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Correct the numbers of a photo",
      description = "What people say wins over readings and survives indexing again.")
  public Envelope<PhotoBibs> correct(
      @RestPath("event_id") String eventId,
      @RestPath("image_id") String imageId,
      @NotNull @Valid CorrectionBody body) {
    UUID photoId = ImageIds.parse(imageId);
    List<String> worn =
        Stream.concat(
                numbers("add", body.add()).stream(), numbers("confirm", body.confirm()).stream())
            .toList();
    return Envelope.success(
        "Bib numbers corrected",
        new PhotoBibs(
            imageId,
            review.correct(
                caller.event().eventId(), photoId, worn, numbers("remove", body.remove()))));
  }

  private static List<String> numbers(String field, @Nullable List<String> entries) {
    List<String> numbers = new ArrayList<>();
    for (String entry : entries == null ? List.<String>of() : entries) {
      String element = field + "." + numbers.size();
      numbers.add(
          BibNumber.entered(entry)
              .orElseThrow(() -> RecollectException.invalidField(element, "is not a bib number")));
    }
    return numbers;
  }
}
