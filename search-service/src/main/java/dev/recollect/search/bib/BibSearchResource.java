package dev.recollect.search.bib;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.search.gallery.ImageItems;
import dev.recollect.search.gallery.ImagePage;
import dev.recollect.search.gallery.PhotoPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Photos of a bib number. */
@Path("/api/v1/ext/{org_id}/event/{event_id}/bibs/{bib}")
@Produces(MediaType.APPLICATION_JSON)
@Access(value = Scope.READ, feature = Feature.BIB_SEARCH)
@Tag(name = "Bib search")
@RunOnVirtualThread
public class BibSearchResource {

  private final BibSearch search;
  private final ImageItems items;
  private final Caller caller;

  BibSearchResource(BibSearch search, ImageItems items, Caller caller) {
    this.search = search;
    this.items = items;
    this.caller = caller;
  }

  /** In the order of the gallery; a number nobody wears gives an empty page. */
  @GET
  @Operation(
      summary = "Photos of a bib number",
      description = "Case and surrounding blanks are ignored; leading zeros count.")
  public Envelope<ImagePage> find(
      @RestPath("org_id") String organisationId,
      @RestPath("event_id") String eventId,
      @RestPath String bib,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    PhotoPage found = search.find(caller.event().eventId(), bib, request);
    return Envelope.success(
        "Records for bib number " + BibNumber.normalized(bib),
        new ImagePage(
            items.of(caller.event(), found.photos()), Pagination.of(request, found.total())));
  }
}
