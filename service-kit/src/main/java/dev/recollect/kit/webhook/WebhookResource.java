package dev.recollect.kit.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Who is told of what happens in an event, and what they were told. */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@Path("/api/v1/admin/events/{event_id}/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Access(Scope.ADMIN)
@Tag(name = "Webhooks")
@RunOnVirtualThread
public class WebhookResource {
  private static final Set<String> STATES = Set.of("pending", "delivered", "failed");

  private final WebhookEndpoints endpoints;
  private final WebhookDeliveries deliveries;
  private final Caller caller;

  WebhookResource(WebhookEndpoints endpoints, WebhookDeliveries deliveries, Caller caller) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.caller = caller;
  }

  /**
   * @param url public, http or https
   */
  @RegisterForReflection
  public record NewEndpoint(@NotBlank @Size(max = 2048) String url) {}

  /** What is left out stays as it is. */
  @RegisterForReflection
  public record EndpointChange(@Size(min = 1, max = 2048) String url, Boolean active) {}

  /** The only time the secret is shown. */
  @RegisterForReflection
  public record CreatedEndpoint(WebhookEndpoint endpoint, String secret) {}

  /** The only time the secret is shown. */
  @RegisterForReflection
  public record NewSecret(String secret) {}

  /** All endpoints of the event. */
  @RegisterForReflection
  public record Endpoints(List<WebhookEndpoint> endpoints) {}

  /** A page of an endpoint's log. */
  @RegisterForReflection
  public record Log(List<WebhookDelivery> deliveries, Pagination pagination) {}

  /** The delivery that was put in line again. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  public record Redelivered(UUID deliveryId) {}

  @GET
  @Operation(summary = "The event's endpoints")
  public Envelope<Endpoints> list(@RestPath("event_id") String eventId) {
    return Envelope.success("Webhook endpoints", new Endpoints(endpoints.list(event())));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add an endpoint",
      description =
          "At most ten to an event. The secret in the answer is shown this once; deliveries are signed with it.")
  public Envelope<CreatedEndpoint> create(
      @RestPath("event_id") String eventId, @NotNull @Valid NewEndpoint body) {
    WebhookSecret secret = WebhookSecret.generate();
    WebhookEndpoint endpoint = endpoints.create(event(), body.url().strip(), secret);
    return Envelope.success(
        "Webhook endpoint added; keep the secret, it is not shown again",
        new CreatedEndpoint(endpoint, secret.text()));
  }

  @PATCH
  @Path("{endpoint_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change an endpoint",
      description = "While inactive it gets nothing new, and what is in line for it waits.")
  public Envelope<WebhookEndpoint> change(
      @RestPath("event_id") String eventId,
      @RestPath("endpoint_id") String endpointId,
      @NotNull @Valid EndpointChange body) {
    return Envelope.success(
        "Webhook endpoint changed",
        endpoints.change(
            event(),
            endpoint(endpointId),
            Optional.ofNullable(body.url()).map(String::strip),
            Optional.ofNullable(body.active())));
  }

  @DELETE
  @Path("{endpoint_id}")
  @Operation(summary = "Remove an endpoint with its log")
  public Envelope<Void> remove(
      @RestPath("event_id") String eventId, @RestPath("endpoint_id") String endpointId) {
    endpoints.remove(event(), endpoint(endpointId));
    return Envelope.success("Webhook endpoint removed", null);
  }

  @POST
  @Path("{endpoint_id}/secret")
  @Operation(
      summary = "Give an endpoint a new secret",
      description = "For a day deliveries carry the signatures of both, the new one first.")
  public Envelope<NewSecret> changeSecret(
      @RestPath("event_id") String eventId, @RestPath("endpoint_id") String endpointId) {
    WebhookSecret secret = WebhookSecret.generate();
    endpoints.changeSecret(event(), endpoint(endpointId), secret);
    return Envelope.success(
        "Webhook secret changed; keep it, it is not shown again", new NewSecret(secret.text()));
  }

  @GET
  @Path("{endpoint_id}/deliveries")
  @Operation(
      summary = "What the endpoint was told, newest first",
      description = "Of one state, or of all.")
  public Envelope<Log> log(
      @RestPath("event_id") String eventId,
      @RestPath("endpoint_id") String endpointId,
      @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"pending", "delivered", "failed"}))
          @RestQuery
          String state,
      @RestQuery String page,
      @RestQuery("page_size") String pageSize) {
    PageRequest request = PageRequest.parse(page, pageSize);
    Optional<String> wanted = Optional.ofNullable(state).filter(s -> !s.isBlank());
    if (wanted.filter(s -> !STATES.contains(s)).isPresent()) {
      throw RecollectException.invalidField("state", "must be pending, delivered or failed");
    }
    UUID endpoint = endpoint(endpointId);
    endpoints.require(event(), endpoint);
    return Envelope.success(
        "Webhook deliveries",
        new Log(
            deliveries.page(event(), endpoint, wanted, request),
            Pagination.of(request, deliveries.count(event(), endpoint, wanted))));
  }

  @POST
  @Path("{endpoint_id}/deliveries/{delivery_id}/redeliver")
  @Operation(
      summary = "Send a delivery again",
      description = "At once, under the same id, and with all its attempts before it.")
  public Envelope<Redelivered> redeliver(
      @RestPath("event_id") String eventId,
      @RestPath("endpoint_id") String endpointId,
      @RestPath("delivery_id") String deliveryId) {
    UUID delivery =
        id(deliveryId).orElseThrow(() -> RecollectException.notFound("Webhook delivery not found"));
    deliveries.redeliver(event(), endpoint(endpointId), delivery);
    return Envelope.success("Webhook delivery put in line", new Redelivered(delivery));
  }

  private long event() {
    return caller.event().eventId();
  }

  private static UUID endpoint(String text) {
    return id(text).orElseThrow(WebhookEndpoints::unknown);
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
