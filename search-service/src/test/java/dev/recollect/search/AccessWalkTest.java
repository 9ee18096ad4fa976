package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.testkit.AccessWalk;
import dev.recollect.testkit.AccessWalk.Endpoint;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets into the service, and who does not. */
@QuarkusTest
class AccessWalkTest extends ServiceTest {
  private static final String REBUILD = "/api/v1/admin/index/rebuild";
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.ext("GET", "/bibs/{bib}", "Bib search"),
          Endpoint.ext("POST", "/faces", "Selfie search"),
          Endpoint.ext("GET", "/faces/{request_id}", "Selfie search"),
          Endpoint.admin("GET", "/bibs/start-list"),
          Endpoint.admin("PUT", "/bibs/start-list"),
          Endpoint.admin("GET", "/bibs/review"),
          Endpoint.admin("GET", "/bibs/photos/{image_id}"),
          Endpoint.admin("PUT", "/bibs/photos/{image_id}"),
          Endpoint.admin("GET", "/index"),
          Endpoint.admin("GET", "/index/photos/{image_id}"),
          Endpoint.admin("GET", "/index/failed"),
          Endpoint.admin("POST", "/index/failed/requeue"),
          Endpoint.admin("POST", "/index/failed/{image_id}/requeue"),
          Endpoint.admin("POST", "/index/rebuild"),
          new Endpoint("POST " + REBUILD, Scope.SCOPE_ADMIN, ""));

  @Inject Gallery gallery;

  @TestHTTPResource("/")
  URI service;

  @Test
  void everyEndpointChecksInTheContractsOrder() throws Exception {
    new AccessWalk(service, peer).walk(ENDPOINTS);
  }

  @Test
  void onlyTheOperatorRebuildsEverything() {
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_ADMIN);
    refused(
        given().header("X-API-Key", key).post(REBUILD).then(),
        403,
        "Only the operator's key may rebuild the whole index");
  }

  @Test
  void anUnreachablePhotosServiceIsSaidInTheEnvelope() {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    peer.setAway(true);
    try {
      refused(
          bib(event, key), 503, "A service this request needs does not answer; try again shortly");
    } finally {
      peer.setAway(false);
    }
    bib(event, key).statusCode(200);
  }

  private static ValidatableResponse bib(long event, String key) {
    return given().header("X-API-Key", key).get("/api/v1/ext/7/event/" + event + "/bibs/12").then();
  }

  private static void refused(ValidatableResponse answer, int status, String message) {
    answer
        .statusCode(status)
        .body("responseType", equalTo("error"))
        .body("message", equalTo(message))
        .body("data", nullValue());
  }
}
