package dev.recollect.kit.probe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.testkit.AnnouncedBody;
import dev.recollect.testkit.DocumentedExamples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a request before and after the resource, over the wire. */
@QuarkusTest
@QuarkusTestResource(PhotosPeer.class)
class RestEdgeTest {
  private static final String EVENT = "/api/v1/ext/10/event/1";

  @TestHTTPResource("/")
  URI service;

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    // In the contract's order: what fails earlier hides what fails later.
    ",              /ext/x/event/y/bibs,   401, The X-API-Key header is missing",
    "'',            /ext/10/event/1/bibs,  401, The X-API-Key header is missing",
    "nobody,        /ext/x/event/y/bibs,   403, The API key is not valid",
    "inactive,      /ext/x/event/y/bibs,   403, The API key is not valid",
    "ingester,      /ext/x/event/y/bibs,   403, The API key lacks the scope read",
    "administrator, /ext/10/events,        403, The API key lacks the scope read",
    "stranger,      /ext/10/event/y/bibs,  403, The API key does not belong to this organisation",
    "operator,      /ext/10/events,        403, The API key does not belong to this organisation",
    "reader,        /ext/x/event/y/bibs,   422, org_id: must be a positive whole number",
    "reader,        /ext/0/events,         422, org_id: must be a positive whole number",
    "reader,        /ext/-10/events,       422, org_id: must be a positive whole number",
    "reader,        /ext/9999999999999999999/events, 422, org_id: must be a positive whole number",
    "reader,        /ext/10/event/y/bibs,  422, event_id: must be a positive whole number",
    "reader,        /ext/10/event/0/bibs,  422, event_id: must be a positive whole number",
    "reader,        /ext/10/event/99/bibs, 404, Event not found",
    "reader,        /ext/10/event/4/bibs,  404, Event not found",
    "reader,        /ext/10/event/2/bibs,  403, Bib search is not enabled for this event",
    "reader,        /ext/10/event/3/bibs,  403, Bib search is not enabled for this event",
    "reader,        /ext/10/event/3/images, 403, Event is not enabled for this event",
  })
  void theChecksGoInTheContractsOrder(String key, String path, int status, String message) {
    as(key)
        .get("/api/v1" + path)
        .then()
        .statusCode(status)
        .contentType(ContentType.JSON)
        .body("responseType", equalTo("error"))
        .body("message", equalTo(message))
        .body("data", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "reader,       /ext/10/events,          events",
    "reader,       /ext/10/event/1/details, details",
    "reader,       /ext/10/event/1/images,  images",
    "reader,       /ext/10/event/1/bibs,    bibs",
    "reader,       /ext/10/event/2/images,  images",
    "reader,       /ext/10/event/3/details, details",
    "' reader ',   /ext/10/events,          events",
    "stranger,     /ext/20/event/4/bibs,    bibs",
  })
  void whoeverPassesReachesTheResource(String key, String path, String message) {
    as(key)
        .get("/api/v1" + path)
        .then()
        .statusCode(200)
        .body("responseType", equalTo("success"))
        .body("message", equalTo(message));
  }

  @Test
  void theResourceSeesItsCallerAndEvent() {
    as("reader")
        .get(EVENT + "/images")
        .then()
        .body("data.organisation_id", equalTo(10))
        .body("data.event_id", equalTo(1));
  }

  @Test
  void callersAtOnceAreNotMistakenForEachOther() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        boolean stranger = n % 2 == 0;
        Callable<Integer> call =
            () ->
                as(stranger ? "stranger" : "second-reader")
                    .get(stranger ? "/api/v1/ext/20/event/4/images" : EVENT + "/images")
                    .path("data.event_id");
        answers.add(threads.submit(call));
      }
      for (int n = 0; n < 40; n++) {
        assertThat(answers.get(n).get()).isEqualTo(n % 2 == 0 ? 4 : 1);
      }
    }
  }

  @Test
  void theOperatorAdministersEveryOrganisationAndOthersTheirOwn() {
    as("operator").delete("/api/v1/admin/organisations/10").then().statusCode(200);
    as("administrator").delete("/api/v1/admin/organisations/10").then().statusCode(200);
    as("administrator").delete("/api/v1/admin/organisations/20").then().statusCode(403);
    as("reader")
        .delete("/api/v1/admin/organisations/10")
        .then()
        .statusCode(403)
        .body("message", equalTo("The API key lacks the scope admin"));
  }

  @Test
  void aPathThatSaysNothingAboutCallersAnswersNobody() {
    as("operator")
        .get("/api/v1/forgotten")
        .then()
        .statusCode(403)
        .body("message", equalTo("This path is not open to callers"));
  }

  @Test
  void aPublicPathNeedsNoKey() {
    as(null).get("/api/v1/unannounced").then().statusCode(200).body("message", equalTo("open"));
  }

  @ParameterizedTest
  @CsvSource({"localhost, 200", "LOCALHOST, 200", "photos.example, 200", "evil.example, 403"})
  void onlyAllowedHostsAreServed(String host, int status) {
    as("reader").header("Host", host).get("/api/v1/ext/10/events").then().statusCode(status);
  }

  @Test
  void everyOffendingFieldIsNamedInOneString() {
    as("reader")
        .contentType(ContentType.JSON)
        .body(
            """
            {"event_name": " ", "main_camera": {"serial_number": "", "clock_offset": -1},
             "image_ids": ["a", ""], "cameras": [{"serial_number": "x"}, {"serial_number": null}]}
            """)
        .post(EVENT + "/orders?n=0")
        .then()
        .statusCode(422)
        .body(
            "message",
            equalTo(
                "cameras.1.serial_number: must not be blank; event_name: must not be blank;"
                    + " image_ids.1: must not be blank;"
                    + " main_camera.clock_offset: must be greater than or equal to 0;"
                    + " main_camera.serial_number: must not be blank;"
                    + " n: must be greater than or equal to 1"))
        .body("data", nullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"main_camera\": {\"clock_offset\": \"late\"}} | main_camera.clock_offset: is of the wrong type or not one of the allowed values",
        "{\"cameras\": [{}, 5]} | cameras.1: is of the wrong type or not one of the allowed values",
        "{\"image_ids\": {}} | image_ids: is of the wrong type or not one of the allowed values",
        "{\"event_name\": | body: is not valid JSON of the expected shape",
        "nonsense | body: is not valid JSON of the expected shape",
        "[] | body: is not valid JSON of the expected shape",
        "'' | order: must not be null",
      })
  void aBodyThatCannotBeReadSaysWhere(String body, String message) {
    as("reader")
        .contentType(ContentType.JSON)
        .body(body)
        .post(EVENT + "/orders")
        .then()
        .statusCode(422)
        .body("message", equalTo(message));
  }

  @Test
  void aQueryOfTheWrongTypeIsNoMissingRoute() {
    as("reader")
        .contentType(ContentType.JSON)
        .body("{}")
        .post(EVENT + "/orders?n=many")
        .then()
        .statusCode(422)
        .body("message", equalTo("request: a parameter is of the wrong type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/nowhere", "/api/v1/ext/10/event/1/nothing", "/favicon.ico"})
  void anUnknownPathIsNotFoundInTheEnvelope(String path) {
    Response answer = as("reader").get(path);
    answer
        .then()
        .statusCode(404)
        .contentType(ContentType.JSON)
        .body("responseType", equalTo("error"))
        .body("message", equalTo("Not Found"))
        .body("data", nullValue());
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }

  @Test
  void otherFailuresOfTheFrameworkComeInTheEnvelopeToo() {
    as("reader")
        .put(EVENT + "/images")
        .then()
        .statusCode(405)
        .body("message", equalTo("Method Not Allowed"));
    as("reader")
        .contentType("text/csv")
        .body("a,b")
        .post(EVENT + "/orders")
        .then()
        .statusCode(415)
        .body("message", equalTo("Unsupported Media Type"));
    as("reader")
        .contentType(ContentType.JSON)
        .header("X-Request-Id", "large")
        .body("{\"event_name\":\"" + "x".repeat(70_000) + "\"}")
        .post(EVENT + "/orders")
        .then()
        .statusCode(413)
        .contentType(ContentType.JSON)
        .header("X-Request-Id", equalTo("large"))
        .body("responseType", equalTo("error"))
        .body("message", equalTo("Request Entity Too Large"))
        .body("data", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "4bf92f3577b34da6a3ce929d0e0e4736", "web:7_x.Y-2"})
  void aSaneRequestIdIsEchoed(String id) {
    assertThat(
            as("reader")
                .header("X-Request-Id", id)
                .get(EVENT + "/images")
                .headers()
                .getValues("X-Request-Id"))
        .containsExactly(id);
    assertThat(as(null).header("X-Request-Id", id).get(EVENT + "/images").header("X-Request-Id"))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "x\"y", "<script>", "ä"})
  void anInsaneRequestIdIsReplaced(String id) {
    assertReplaced(id);
    assertReplaced("x".repeat(129));
  }

  private void assertReplaced(String id) {
    String answered =
        as("reader").header("X-Request-Id", id).get(EVENT + "/images").header("X-Request-Id");
    assertThat(answered).isNotEqualTo(id).hasSize(36);
    assertThat(UUID.fromString(answered)).isNotNull();
  }

  @Test
  void callsToOtherServicesCarryTheIdOfTheRequest() {
    as("key-of-web:7")
        .header("X-Request-Id", "web:7")
        .get(EVENT + "/images")
        .then()
        .statusCode(200);
    as("key-of-web:8")
        .header("X-Request-Id", "web:9")
        .get(EVENT + "/images")
        .then()
        .statusCode(403)
        .body("message", equalTo("The API key is not valid"));
  }

  @Test
  void everyRequestHasAnIdOfItsOwn() {
    assertThat(as("reader").get(EVENT + "/images").header("X-Request-Id"))
        .isNotEqualTo(as("reader").get(EVENT + "/images").header("X-Request-Id"));
  }

  @Test
  void aDefectShowsItsIdOnly() {
    as(null)
        .header("X-Request-Id", "the-id")
        .get("/api/v1/broken")
        .then()
        .statusCode(500)
        .header("X-Request-Id", "the-id")
        .body("message", equalTo("Internal error, request the-id"))
        .body("data", nullValue());
  }

  /** Here since no service has an operation that is sure to fail. */
  @Test
  void aDefectLooksAsItIsDocumented() {
    DocumentedExamples examples =
        new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    Response answer =
        as(null)
            .header("X-Request-Id", "6fa459ea-ee8a-4ca4-894e-db77e160355e")
            .get("/api/v1/broken");

    examples.check("GET", "/api/v1/broken", 500, answer.asString());
  }

  @Test
  void onlyOperationsWithABodyAreSaidToRefuseLargeOnes() {
    String document = given().get("/q/openapi?format=json").asString();
    String orders = "/api/v1/ext/{org_id}/event/{event_id}/orders";

    new DocumentedExamples(document)
        .check("POST", orders, 413, AnnouncedBody.refusal(service, "POST", orders));
    Map<String, Object> answers =
        JsonPath.from(document).getMap("paths.'/api/v1/broken'.get.responses");
    assertThat(answers).isNotEmpty().doesNotContainKey("413");
  }

  @Test
  void whoSendsABodyThatIsTooLargeToItsEndSeesTheRefusal() {
    String answer = AnnouncedBody.refusalAfterAll(service, "POST", EVENT + "/orders");

    assertThat(JsonPath.from(answer).getString("message")).isEqualTo("Request Entity Too Large");
  }

  @Test
  void whatIsDownIsSaidToBeDown() {
    as(null)
        .get("/api/v1/database-lost")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("message", equalTo("The database does not answer; try again shortly"));
    as(null)
        .get("/api/v1/disk-full")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("message", equalTo("The server has no disk space left; try again later"));
    as(null)
        .get("/api/v1/storage-lost")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("message", equalTo("The object storage does not answer (get); try again shortly"));
    as("down")
        .get("/api/v1/ext/10/events")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body(
            "message", equalTo("A service this request needs does not answer; try again shortly"));
  }

  @Test
  void aCallThatFailsOnceIsRepeatedForTheSameRequest() {
    as("flickering")
        .header("X-Request-Id", "flicker")
        .get("/api/v1/ext/10/events")
        .then()
        .statusCode(200);
  }

  @Test
  void aKeySwitchedOffAfterItsUseStopsWithinFiveSeconds() {
    as("leaving").get("/api/v1/ext/10/events").then().statusCode(200);
    // By now photos-service would refuse it.
    long switchedOff = System.nanoTime();
    // However late the test comes to ask: what is asked after five seconds is refused.
    await()
        .pollInterval(Duration.ofMillis(250))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Duration later = Duration.ofNanos(System.nanoTime() - switchedOff);
              int status = as("leaving").get("/api/v1/ext/10/events").statusCode();
              assertThat(status == 403 || later.compareTo(Duration.ofSeconds(5)) <= 0)
                  .as("%d after %s", status, later)
                  .isTrue();
              return status == 403;
            });
  }

  @Test
  void aPeerThatIsSilentIsGivenUpAtTheDeadline() {
    long start = System.nanoTime();
    as("silent").get("/api/v1/ext/10/events").then().statusCode(503);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(4_500), Duration.ofSeconds(60));
  }

  @Test
  void aKeyThatAsksTooOftenWaits() {
    int served = 0;
    Response refused = as("busy").get("/api/v1/ext/10/events");
    while (refused.statusCode() == 200 && served < 1000) {
      served++;
      refused = as("busy").get("/api/v1/ext/10/events");
    }
    // The budget of a minute, and what came in while it was spent.
    assertThat(served).isBetween(100, 200);
    refused
        .then()
        .statusCode(429)
        .header("Retry-After", "1")
        .header("RateLimit-Limit", "100")
        .header("RateLimit-Remaining", "0")
        .header("RateLimit-Reset", "1")
        .body("responseType", equalTo("error"))
        .body("message", equalTo("Too many requests; try again in 1 s"))
        .body("data", nullValue());
    as("second-reader").get("/api/v1/ext/10/events").then().statusCode(not(equalTo(429)));
  }

  private static RequestSpecification as(String key) {
    return key == null ? given() : given().header("X-API-Key", key);
  }
}
