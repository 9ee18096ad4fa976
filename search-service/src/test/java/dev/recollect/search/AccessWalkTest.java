package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Walks every endpoint through every check of the contract, in the contract's order. */
@QuarkusTest
class AccessWalkTest extends ServiceTest {
  private static final long OTHER_ORGANISATION = 8;

  @Inject Gallery gallery;

  private record Endpoint(String method, String path, Scope scope) {
    static Endpoint ext(String method, String tail) {
      return new Endpoint(method, "/api/v1/ext/{org}/event/{event}" + tail, Scope.SCOPE_READ);
    }

    static Endpoint admin(String method, String tail) {
      return new Endpoint(method, "/api/v1/admin/events/{event}" + tail, Scope.SCOPE_ADMIN);
    }

    boolean isExt() {
      return path.contains("/ext/");
    }
  }

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.ext("GET", "/bibs/12"),
          Endpoint.ext("POST", "/faces"),
          Endpoint.ext("GET", "/faces/" + UUID.randomUUID()),
          Endpoint.admin("GET", "/bibs/start-list"),
          Endpoint.admin("PUT", "/bibs/start-list"),
          Endpoint.admin("GET", "/bibs/review"),
          Endpoint.admin("GET", "/bibs/photos/x"),
          Endpoint.admin("PUT", "/bibs/photos/x"),
          Endpoint.admin("GET", "/index"),
          Endpoint.admin("GET", "/index/photos/x"),
          Endpoint.admin("GET", "/index/failed"),
          Endpoint.admin("POST", "/index/failed/requeue"),
          Endpoint.admin("POST", "/index/failed/x/requeue"),
          Endpoint.admin("POST", "/index/rebuild"));

  private static Response call(Endpoint endpoint, Object org, Object event, String key) {
    var request = given();
    if (key != null) {
      request.header("X-API-Key", key);
    }
    if (endpoint.method().equals("PUT")) {
      request.contentType("application/json").body("{\"bibs\": []}");
    }
    String path =
        endpoint.path().replace("{org}", org.toString()).replace("{event}", event.toString());
    return request.request(endpoint.method(), path);
  }

  private static void refused(Endpoint endpoint, Response answer, int status, String message) {
    answer.then().statusCode(status).header("X-Request-Id", notNullValue());
    Map<String, Object> envelope = new HashMap<>();
    envelope.put("responseType", "error");
    envelope.put("message", message);
    envelope.put("data", null);
    // Read once: a path costs REST Assured a compilation.
    assertThat(answer.jsonPath().getMap("")).as("%s", endpoint).isEqualTo(envelope);
  }

  @Test
  void everyEndpointChecksInTheContractsOrder() {
    Event off =
        Gallery.event(Gallery.newEventId()).setBibSearch(false).setSelfieSearch(false).build();
    long own = gallery.open(peer, off);
    long foreign =
        gallery.open(
            peer,
            Gallery.event(Gallery.newEventId()).setOrganisationId(OTHER_ORGANISATION).build());
    String inactive = peer.key(Gallery.ORGANISATION, false, Scope.SCOPE_READ, Scope.SCOPE_ADMIN);
    String noScope = peer.key(Gallery.ORGANISATION, Scope.SCOPE_INGEST);
    String stranger = peer.key(OTHER_ORGANISATION, Scope.SCOPE_READ, Scope.SCOPE_ADMIN);
    for (Endpoint endpoint : ENDPOINTS) {
      String key = peer.key(Gallery.ORGANISATION, endpoint.scope());
      refused(endpoint, call(endpoint, 7, own, null), 401, "The X-API-Key header is missing");
      refused(endpoint, call(endpoint, 7, own, "nonsense"), 403, "The API key is not valid");
      refused(endpoint, call(endpoint, 7, own, inactive), 403, "The API key is not valid");
      refused(
          endpoint,
          call(endpoint, 7, own, noScope),
          403,
          "The API key lacks the scope " + (endpoint.isExt() ? "read" : "admin"));
      refused(
          endpoint,
          call(endpoint, 7, own, stranger),
          endpoint.isExt() ? 403 : 404,
          endpoint.isExt()
              ? "The API key does not belong to this organisation"
              : "Event not found");
      refused(endpoint, call(endpoint, 7, foreign, key), 404, "Event not found");
      refused(endpoint, call(endpoint, 7, 999_999, key), 404, "Event not found");
      refused(
          endpoint, call(endpoint, 7, "0", key), 422, "event_id: must be a positive whole number");
      if (endpoint.isExt()) {
        refused(
            endpoint,
            call(endpoint, "x", own, key),
            422,
            "org_id: must be a positive whole number");
        String feature = endpoint.path().contains("/bibs/") ? "Bib search" : "Selfie search";
        refused(
            endpoint, call(endpoint, 7, own, key), 403, feature + " is not enabled for this event");
      }
    }
  }

  @Test
  void onlyTheOperatorRebuildsEverything() {
    Endpoint rebuild = new Endpoint("POST", "/api/v1/admin/index/rebuild", Scope.SCOPE_ADMIN);
    refused(
        rebuild,
        call(rebuild, 7, 1, peer.key(Gallery.ORGANISATION, Scope.SCOPE_ADMIN)),
        403,
        "Only the operator's key may rebuild the whole index");
    refused(rebuild, call(rebuild, 7, 1, null), 401, "The X-API-Key header is missing");
  }

  @Test
  void anUnreachablePhotosServiceIsSaidInTheEnvelope() {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    Endpoint bibs = ENDPOINTS.getFirst();
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    peer.setAway(true);
    try {
      refused(
          bibs,
          call(bibs, 7, event, key),
          503,
          "A service this request needs does not answer; try again shortly");
    } finally {
      peer.setAway(false);
    }
    call(bibs, 7, event, key).then().statusCode(200);
  }
}
