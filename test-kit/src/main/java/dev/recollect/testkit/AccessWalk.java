package dev.recollect.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Walks every endpoint of a running service through every check of the contract, in the contract's
 * order. The endpoints are those of its OpenAPI document, so that a new one is walked or missed.
 */
public final class AccessWalk {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final List<Scope> SCOPES =
      List.of(Scope.SCOPE_READ, Scope.SCOPE_INGEST, Scope.SCOPE_ADMIN);
  private static final long ORGANISATION = 7;
  private static final long OTHER_ORGANISATION = 8;
  private static final String OWN_EVENT = "900001";
  private static final String FOREIGN_EVENT = "900002";
  private static final String UNKNOWN_EVENT = "999999";
  private static final String EVENT = "{event_id}";
  private static final String FORM = "multipart/form-data";
  private static final String BOUNDARY = "walk";

  /** As small as a body of that type can be. */
  private static final Map<String, String> CONTENTS =
      Map.of(
          "application/json",
          "{}",
          "application/x-www-form-urlencoded",
          "none=",
          "text/csv",
          "none",
          FORM,
          "--%1$s\r\nContent-Disposition: form-data; name=\"none\"\r\n\r\n\r\n--%1$s--\r\n"
              .formatted(BOUNDARY));

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final PhotosPeer peer;

  /**
   * For a service.
   *
   * @param service its address, with a slash at the end
   * @param peer its photos-service
   */
  public AccessWalk(URI service, PhotosPeer peer) {
    this.service = service;
    this.peer = peer;
  }

  /**
   * An endpoint, and who may call it.
   *
   * @param operation method and path as the document has them, such as {@code GET
   *     /api/v1/admin/events/{event_id}/index}
   * @param feature title of the one that is missed first in an event without any; empty where none
   *     is needed
   */
  public record Endpoint(String operation, Scope scope, String feature) {
    /** One of the public API, for keys that may read. */
    public static Endpoint ext(String method, String tail, String feature) {
      String path = "/api/v1/ext/{org_id}/event/" + EVENT + tail;
      return new Endpoint(method + " " + path, Scope.SCOPE_READ, feature);
    }

    /** One of the administration of an event, for keys that may change everything. */
    public static Endpoint admin(String method, String tail) {
      return ofEvent(method, tail, Scope.SCOPE_ADMIN);
    }

    /** One of the administration of an event, for keys that may bring photos and videos. */
    public static Endpoint ingest(String method, String tail) {
      return ofEvent(method, tail, Scope.SCOPE_INGEST);
    }

    private static Endpoint ofEvent(String method, String tail, Scope scope) {
      return new Endpoint(method + " /api/v1/admin/events/" + EVENT + tail, scope, "");
    }

    private String path() {
      return operation.substring(operation.indexOf(' ') + 1);
    }
  }

  /**
   * Holds the endpoints against the document, and walks them.
   *
   * @throws AssertionError if one is missing or too many, or if an answer is not the expected one
   */
  public void walk(List<Endpoint> endpoints) throws IOException, InterruptedException {
    Map<String, JsonNode> documented = documented();
    Set<String> listed =
        endpoints.stream().map(Endpoint::operation).collect(Collectors.toCollection(TreeSet::new));
    if (!listed.equals(documented.keySet())) {
      throw new AssertionError(
          "the document has %s, the walk %s".formatted(documented.keySet(), listed));
    }
    Event bare = Event.newBuilder().setOrganisationId(ORGANISATION).setEventEnabled(true).build();
    peer.put(bare.toBuilder().setEventId(Long.parseLong(OWN_EVENT)).build());
    peer.put(
        bare.toBuilder()
            .setEventId(Long.parseLong(FOREIGN_EVENT))
            .setOrganisationId(OTHER_ORGANISATION)
            .build());
    String inactive = peer.key(ORGANISATION, false, SCOPES.toArray(Scope[]::new));
    String stranger = peer.key(OTHER_ORGANISATION, SCOPES.toArray(Scope[]::new));
    for (Endpoint endpoint : endpoints) {
      for (Optional<String> type : bodies(documented.get(endpoint.operation()))) {
        new Visit(endpoint, type).checkInOrder(inactive, stranger);
      }
    }
  }

  /**
   * Each kind of body, which may have a method of its own behind it, and none where none is needed.
   */
  private static List<Optional<String>> bodies(JsonNode operation) {
    List<Optional<String>> bodies = new ArrayList<>();
    if (!operation.at("/requestBody/required").asBoolean()) {
      bodies.add(Optional.empty());
    }
    operation
        .at("/requestBody/content")
        .fieldNames()
        .forEachRemaining(
            type -> {
              if (!CONTENTS.containsKey(type)) {
                throw new AssertionError("the walk has no body of the type " + type);
              }
              bodies.add(Optional.of(type));
            });
    return bodies;
  }

  /** Every operation of the API by method and path. */
  private Map<String, JsonNode> documented() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve("/q/openapi?format=json")).build();
    Map<String, JsonNode> operations = new TreeMap<>();
    for (var path :
        JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
            .path("paths")
            .properties()) {
      for (var operation : path.getValue().properties()) {
        if (path.getKey().startsWith("/api/") && METHODS.contains(operation.getKey())) {
          String method = operation.getKey().toUpperCase(Locale.ROOT);
          operations.put(method + " " + path.getKey(), operation.getValue());
        }
      }
    }
    return operations;
  }

  /** One endpoint with every kind of caller that must not get in. */
  private final class Visit {
    private final Endpoint endpoint;
    private final Optional<String> type;

    Visit(Endpoint endpoint, Optional<String> type) {
      this.endpoint = endpoint;
      this.type = type;
    }

    void checkInOrder(String inactive, String stranger) throws IOException, InterruptedException {
      Scope needed = endpoint.scope();
      boolean ext = endpoint.path().contains("{org_id}");
      String org = Long.toString(ORGANISATION);
      String key = peer.key(ORGANISATION, needed);
      String noScope =
          peer.key(ORGANISATION, SCOPES.stream().filter(s -> s != needed).toArray(Scope[]::new));
      String scope = needed.name().replace("SCOPE_", "").toLowerCase(Locale.ROOT);

      refused(401, "The X-API-Key header is missing", send(org, OWN_EVENT, null));
      refused(403, "The API key is not valid", send(org, OWN_EVENT, "nonsense"));
      refused(403, "The API key is not valid", send(org, OWN_EVENT, inactive));
      refused(403, "The API key lacks the scope " + scope, send(org, OWN_EVENT, noScope));
      if (ext) {
        refused(
            403,
            "The API key does not belong to this organisation",
            send(org, OWN_EVENT, stranger));
        refused(422, "org_id: must be a positive whole number", send("x", OWN_EVENT, key));
      }
      if (endpoint.path().contains(EVENT)) {
        if (!ext) {
          refused(404, "Event not found", send(org, OWN_EVENT, stranger));
        }
        for (String event : List.of(FOREIGN_EVENT, UNKNOWN_EVENT)) {
          refused(404, "Event not found", send(org, event, key));
        }
        refused(422, "event_id: must be a positive whole number", send(org, "0", key));
      }
      if (!endpoint.feature().isEmpty()) {
        refused(
            403, endpoint.feature() + " is not enabled for this event", send(org, OWN_EVENT, key));
      }
    }

    private HttpResponse<String> send(String org, String event, String key)
        throws IOException, InterruptedException {
      String path =
          endpoint
              .path()
              .replace("{org_id}", org)
              .replace(EVENT, event)
              .replaceAll("\\{[a-z_]+}", "x");
      BodyPublisher body =
          type.map(CONTENTS::get).map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
      String method = endpoint.operation().substring(0, endpoint.operation().indexOf(' '));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.resolve(path)).method(method, body);
      type.ifPresent(
          name ->
              request.header(
                  "Content-Type", name.equals(FORM) ? FORM + "; boundary=" + BOUNDARY : name));
      if (key != null) {
        request.header("X-API-Key", key);
      }
      return http.send(request.build(), BodyHandlers.ofString());
    }

    private void refused(int status, String message, HttpResponse<String> answer)
        throws IOException {
      JsonNode envelope =
          JSON.createObjectNode()
              .put("responseType", "error")
              .put("message", message)
              .putNull("data");
      if (answer.statusCode() != status
          || answer.headers().firstValue("X-Request-Id").isEmpty()
          || !JSON.readTree(answer.body()).equals(envelope)) {
        throw new AssertionError(
            "%s with %s: not %d %s but %d %s with %s"
                .formatted(
                    endpoint.operation(),
                    type.orElse("no body"),
                    status,
                    envelope,
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().map()));
      }
    }
  }
}
