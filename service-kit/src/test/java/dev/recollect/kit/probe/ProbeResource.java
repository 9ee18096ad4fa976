package dev.recollect.kit.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Feature;
import dev.recollect.kit.access.PublicAccess;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;

/** Endpoints of every kind that a service has, for the tests of what goes before and after them. */
@Path("/api/v1")
@Access(Scope.READ)
@RunOnVirtualThread
public class ProbeResource {
  private final Caller caller;

  ProbeResource(Caller caller) {
    this.caller = caller;
  }

  record Seen(
      @JsonProperty("organisation_id") long organisationId,
      @JsonProperty("event_id") Long eventId) {}

  @GET
  @Path("/ext/{org_id}/events")
  public Envelope<Seen> events() {
    return Envelope.success("events", new Seen(caller.grant().organisationId(), null));
  }

  @GET
  @Path("/ext/{org_id}/event/{event_id}/details")
  public Envelope<Seen> details() {
    return seenEvent("details");
  }

  @GET
  @Path("/ext/{org_id}/event/{event_id}/images")
  @Access(value = Scope.READ, feature = Feature.GALLERY)
  public Envelope<Seen> images() {
    return seenEvent("images");
  }

  @GET
  @Path("/ext/{org_id}/event/{event_id}/bibs")
  @Access(value = Scope.READ, feature = Feature.BIB_SEARCH)
  public Envelope<Seen> bibs() {
    return seenEvent("bibs");
  }

  @DELETE
  @Path("/admin/organisations/{org_id}")
  @Access(Scope.ADMIN)
  public Envelope<Seen> deleteOrganisation() {
    return Envelope.success("deleted", new Seen(caller.grant().organisationId(), null));
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Camera(@NotBlank String serialNumber, @Min(0) int clockOffset) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Order(
      @NotBlank String eventName,
      @NotNull @Valid Camera mainCamera,
      @NotEmpty List<@NotBlank String> imageIds,
      @Valid List<Camera> cameras) {}

  @POST
  @Path("/ext/{org_id}/event/{event_id}/orders")
  public Envelope<Order> order(@NotNull @Valid Order order, @QueryParam("n") @Min(1) Integer n) {
    return Envelope.success("ordered", order);
  }

  @GET
  @Path("/unannounced")
  @PublicAccess
  public Envelope<Void> open() {
    return Envelope.success("open", null);
  }

  @GET
  @Path("/broken")
  @PublicAccess
  public Envelope<Void> broken() {
    throw new IllegalStateException("the secret is hunter2");
  }

  @GET
  @Path("/database-lost")
  @PublicAccess
  public Envelope<Void> databaseLost() {
    throw new IllegalStateException(new SQLException("terminating connection", "57P01"));
  }

  @GET
  @Path("/disk-full")
  @PublicAccess
  public Envelope<Void> diskFull() throws IOException {
    Files.write(java.nio.file.Path.of("/dev/full"), new byte[1]);
    return Envelope.success("written", null);
  }

  @GET
  @Path("/storage-lost")
  @PublicAccess
  public Envelope<Void> storageLost() {
    throw RecollectException.unavailable(
        "The object storage does not answer (get); try again shortly", new IllegalStateException());
  }

  private Envelope<Seen> seenEvent(String message) {
    return Envelope.success(
        message, new Seen(caller.grant().organisationId(), caller.event().eventId()));
  }
}
