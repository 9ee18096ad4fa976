package dev.recollect.photos.access;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks every endpoint with every kind of caller that must not get in. */
@PhotosTest
class AccessTableTest {
  private static final String PHOTO = "0199f0b2-0000-7000-8000-000000000000";

  private record Endpoint(String method, String path, String scope, String feature) {}

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          open("GET", "/api/v1/ext/{org}/events", "read"),
          open("GET", "/api/v1/ext/{org}/event/{event}/details", "read"),
          open("GET", "/api/v1/ext/{org}/event/{event}/ping", "read"),
          new Endpoint("GET", "/api/v1/ext/{org}/event/{event}/images", "read", "event_enabled"),
          new Endpoint(
              "GET", "/api/v1/ext/{org}/event/{event}/timeline/days", "read", "timeline_search"),
          new Endpoint(
              "GET", "/api/v1/ext/{org}/event/{event}/timeline/images", "read", "timeline_search"),
          open("GET", "/api/v1/admin/organisations", "admin"),
          open("POST", "/api/v1/admin/organisations", "admin"),
          open("GET", "/api/v1/admin/organisations/{org}/keys", "admin"),
          open("POST", "/api/v1/admin/organisations/{org}/keys", "admin"),
          open("PATCH", "/api/v1/admin/organisations/{org}/keys/1", "admin"),
          open("DELETE", "/api/v1/admin/organisations/{org}/keys/1", "admin"),
          open("GET", "/api/v1/admin/organisations/{org}/events", "admin"),
          open("POST", "/api/v1/admin/organisations/{org}/events", "admin"),
          open("GET", "/api/v1/admin/events/{event}", "admin"),
          open("PATCH", "/api/v1/admin/events/{event}", "admin"),
          open("DELETE", "/api/v1/admin/events/{event}", "admin"),
          open("GET", "/api/v1/admin/events/{event}/stamp", "admin"),
          open("PUT", "/api/v1/admin/events/{event}/stamp", "admin"),
          open("DELETE", "/api/v1/admin/events/{event}/stamp", "admin"),
          open("GET", "/api/v1/admin/events/{event}/cameras", "admin"),
          open("PUT", "/api/v1/admin/events/{event}/cameras/c/clock-offset", "admin"),
          open("POST", "/api/v1/admin/events/{event}/photos", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/photos/lookup", "ingest"),
          open("GET", "/api/v1/admin/events/{event}/photos/" + PHOTO, "ingest"),
          open("DELETE", "/api/v1/admin/events/{event}/photos/" + PHOTO, "admin"),
          open("POST", "/api/v1/admin/events/{event}/uploads", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/uploads/" + PHOTO + "/complete", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/videos", "ingest"),
          open("GET", "/api/v1/admin/events/{event}/videos", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/videos/fetch", "ingest"),
          open("GET", "/api/v1/admin/events/{event}/videos/7", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/videos/7/retry", "ingest"),
          open("DELETE", "/api/v1/admin/events/{event}/videos/7", "admin"),
          open("POST", "/api/v1/admin/events/{event}/videos/uploads", "ingest"),
          open("GET", "/api/v1/admin/events/{event}/videos/uploads/" + PHOTO, "ingest"),
          open("DELETE", "/api/v1/admin/events/{event}/videos/uploads/" + PHOTO, "ingest"),
          open("GET", "/api/v1/admin/events/{event}/videos/uploads/" + PHOTO + "/urls", "ingest"),
          open(
              "POST",
              "/api/v1/admin/events/{event}/videos/uploads/" + PHOTO + "/complete",
              "ingest"),
          open("GET", "/api/v1/admin/events/{event}/progress", "ingest"),
          open("GET", "/api/v1/admin/events/{event}/renditions/dead", "ingest"),
          open("POST", "/api/v1/admin/events/{event}/renditions/requeue", "ingest"));

  private Organiser organiser;
  private Organiser stranger;
  private long eventId;
  private long strangersEventId;

  private static Endpoint open(String method, String path, String scope) {
    return new Endpoint(method, path, scope, null);
  }

  @BeforeEach
  void makeTwoOrganisations() {
    organiser = newOrganiser("Inside");
    stranger = newOrganiser("Outside");
    eventId = organiser.newEvent("Run");
    strangersEventId = stranger.newEvent("Their run");
  }

  @Test
  void everyEndpointOfTheServiceIsInTheTable() {
    JsonPath document = given().accept("application/json").get("/q/openapi").jsonPath();
    Map<String, Map<String, Object>> paths = document.getMap("paths");
    List<String> documented = new ArrayList<>();
    paths.forEach(
        (path, methods) ->
            methods.keySet().stream()
                .filter(method -> method.matches("get|put|post|patch|delete"))
                .filter(method -> path.startsWith("/api/"))
                .forEach(
                    method ->
                        documented.add(
                            method.toUpperCase(java.util.Locale.ROOT)
                                + " "
                                + path.replace("{org_id}", "{org}")
                                    .replace("{event_id}", "{event}")
                                    .replace("{image_id}", PHOTO)
                                    .replace("{upload_id}", PHOTO)
                                    .replace("{source_video_key}", "7")
                                    .replace("{key_id}", "1")
                                    .replace("{camera}", "c"))));
    assertThat(ENDPOINTS.stream().map(e -> e.method() + " " + e.path()))
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void withoutAKey() {
    for (Endpoint endpoint : ENDPOINTS) {
      refused(endpoint, send(endpoint, null), 401, "The X-API-Key header is missing");
    }
  }

  @Test
  void withAKeyNobodyMade() {
    for (Endpoint endpoint : ENDPOINTS) {
      refused(endpoint, send(endpoint, "wrong"), 403, "The API key is not valid");
    }
  }

  @Test
  void withAnInactiveKey() {
    String key = organiser.newKey("read", "ingest", "admin");
    String keys = "/api/v1/admin/organisations/" + organiser.organisationId() + "/keys";
    long keyId = organiser.request().get(keys).jsonPath().getLong("data.keys[1].key_id");
    organiser
        .request()
        .contentType("application/json")
        .body(Map.of("state", "inactive"))
        .patch(keys + "/" + keyId)
        .then()
        .statusCode(200);
    for (Endpoint endpoint : ENDPOINTS) {
      refused(endpoint, send(endpoint, key), 403, "The API key is not valid");
    }
  }

  @Test
  void withAKeyThatLacksTheScope() {
    Map<String, String> without = new HashMap<>();
    without.put("read", organiser.newKey("ingest", "admin"));
    without.put("ingest", organiser.newKey("read", "admin"));
    without.put("admin", organiser.newKey("read", "ingest"));
    for (Endpoint endpoint : ENDPOINTS) {
      refused(
          endpoint,
          send(endpoint, without.get(endpoint.scope())),
          403,
          "The API key lacks the scope " + endpoint.scope());
    }
  }

  @Test
  void withTheKeyOfAnotherOrganisation() {
    for (Endpoint endpoint : ENDPOINTS) {
      if (endpoint.path().contains("{org}")) {
        refused(
            endpoint,
            send(endpoint, stranger.key()),
            403,
            "The API key does not belong to this organisation");
      } else if (endpoint.path().contains("{event}")) {
        refused(endpoint, send(endpoint, stranger.key()), 404, "Event not found");
      }
    }
  }

  @Test
  void withTheEventOfAnotherOrganisation() {
    for (Endpoint endpoint : ENDPOINTS) {
      if (endpoint.path().contains("{event}")) {
        refused(
            endpoint,
            send(endpoint, organiser.key(), organiser.organisationId(), "" + strangersEventId),
            404,
            "Event not found");
      }
    }
  }

  @Test
  void withIdsThatAreNone() {
    for (Endpoint endpoint : ENDPOINTS) {
      if (endpoint.path().contains("{event}")) {
        for (String id : List.of("0", "-1", "abc", "99999999999999999999")) {
          refused(
              endpoint,
              send(endpoint, organiser.key(), organiser.organisationId(), id),
              422,
              "event_id: must be a positive whole number");
        }
      }
    }
  }

  @Test
  void withTheFeatureSwitchedOff() {
    for (Endpoint endpoint : ENDPOINTS) {
      if (endpoint.feature() == null) {
        continue;
      }
      organiser.change(eventId, Map.of(endpoint.feature(), false)).statusCode(200);
      refused(
          endpoint,
          send(endpoint, organiser.key()),
          403,
          (endpoint.feature().equals("event_enabled") ? "Event" : "Timeline search")
              + " is not enabled for this event");
      organiser.change(eventId, Map.of(endpoint.feature(), true)).statusCode(200);
      assertThat(send(endpoint, organiser.key()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDisabledEventAnswersOnlyItsDetailsAndPing() {
    organiser.change(eventId, Map.of("event_enabled", false)).statusCode(200);
    for (Endpoint endpoint : ENDPOINTS) {
      if (endpoint.path().startsWith("/api/v1/ext/")) {
        assertThat(send(endpoint, organiser.key()).statusCode())
            .as(endpoint.toString())
            .isEqualTo(endpoint.feature() == null ? 200 : 403);
      }
    }
  }

  @Test
  void theOperatorAdministersEveryOrganisationButReadsNone() {
    assertThat(
            send(open("GET", "/api/v1/admin/events/{event}", "admin"), OPERATOR_KEY).statusCode())
        .isEqualTo(200);
    assertThat(send(open("GET", "/api/v1/ext/{org}/events", "read"), OPERATOR_KEY).statusCode())
        .isEqualTo(403);
  }

  private static void refused(Endpoint endpoint, Response answer, int status, String message) {
    assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(status);
    Map<String, Object> expected = new HashMap<>();
    expected.put("responseType", "error");
    expected.put("message", message);
    expected.put("data", null);
    assertThat(answer.jsonPath().<String, Object>getMap("$"))
        .as(endpoint.toString())
        .isEqualTo(expected);
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }

  private Response send(Endpoint endpoint, String key) {
    return send(endpoint, key, organiser.organisationId(), "" + eventId);
  }

  private static Response send(Endpoint endpoint, String key, long organisationId, String eventId) {
    RequestSpecification request = given();
    if (key != null) {
      request.header("X-API-Key", key);
    }
    if (endpoint.path().matches(".*/(photos|stamp|videos)")) {
      if (!endpoint.method().equals("GET") && !endpoint.method().equals("DELETE")) {
        request.multiPart("files", "p.jpg", new byte[] {1, 2, 3}, "image/jpeg");
      }
    } else if (!endpoint.method().equals("GET")) {
      request.contentType("application/json").body("{}");
    }
    return request.request(
        endpoint.method(),
        endpoint.path().replace("{org}", "" + organisationId).replace("{event}", eventId));
  }
}
