package dev.recollect.photos.organisations;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.photos.sql.Pages;
import dev.recollect.photos.sql.StorableText;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes and lists organisations. */
@Path("/api/v1/admin/organisations")
@Access(Scope.ADMIN)
@Tag(name = "Organisations")
public class OrganisationsResource {

  private final Caller caller;

  OrganisationsResource(Caller caller) {
    this.caller = caller;
  }

  /** Body of a new organisation. */
  public record NewOrganisation(
      @JsonProperty("name") @NotBlank @Size(max = 200) @StorableText String name) {}

  /** A page of organisations. */
  public record Organisations(
      @JsonProperty("organisations") List<OrganisationView> organisations,
      @JsonProperty("pagination") Pagination pagination) {}

  @POST
  @WithTransaction
  @Operation(summary = "Make an organisation", description = "For the operator's key only.")
  public Uni<Envelope<OrganisationView>> create(@NotNull @Valid NewOrganisation body) {
    if (!caller.grant().isOperator()) {
      throw RecollectException.forbidden("Only the operator's key makes organisations");
    }
    Organisation organisation = new Organisation();
    organisation.name = body.name().strip();
    organisation.createdAt = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MICROS);
    return organisation
        .<Organisation>persist()
        .map(stored -> Envelope.success("Organisation created", OrganisationView.of(stored)));
  }

  @GET
  @WithSession
  @Operation(
      summary = "List organisations",
      description = "The operator's key sees all of them, any other key its own.")
  public Uni<Envelope<Organisations>> list(
      @QueryParam("page") String page, @QueryParam("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    Long own = caller.grant().isOperator() ? null : caller.grant().organisationId();
    return Pages.of(
            Organisation.class,
            "organisation_id",
            "organisation where organisation_id = coalesce(cast(?1 as bigint), organisation_id)",
            "organisation_id",
            request,
            own)
        .map(
            found ->
                Envelope.success(
                    "Records for organisations",
                    new Organisations(
                        found.items().stream().map(OrganisationView::of).toList(),
                        Pagination.of(request, found.total()))));
  }
}
