package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.testkit.DocumentedExamples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the admin API in the OpenAPI document is what is sent and answered. */
@QuarkusTest
class AdminAnswersTest extends ServiceTest {
  private static final String EVENT = "/api/v1/admin/events/{event_id}";
  private static final String START_LIST = EVENT + "/bibs/start-list";
  private static final String REVIEW = EVENT + "/bibs/review";
  private static final String BIBS = EVENT + "/bibs/photos/{image_id}";
  private static final String INDEX = EVENT + "/index";
  private static final String STATUS = INDEX + "/photos/{image_id}";
  private static final String FAILED = INDEX + "/failed";
  private static final String EVERYTHING = "/api/v1/admin/index/rebuild";

  @Inject Gallery gallery;
  @Inject Database database;

  private DocumentedExamples examples;
  private String key;
  private long event;
  private UUID photo;

  @BeforeEach
  void openEvent() {
    examples = new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_ADMIN);
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    photo = gallery.indexed(event, "2026-05-09T08:15:30Z");
  }

  @Test
  void theExamplesAreSentAndAnswered() {
    bibs();
    index();
    check("POST", EVERYTHING, as());
    check("POST", EVERYTHING, given());

    // The operator's own answer is checked where the library is read again.
    assertThat(examples.unchecked())
        .filteredOn(name -> name.contains("/api/v1/admin/"))
        .containsExactly("POST " + EVERYTHING + " 200");
  }

  private void bibs() {
    String list = examples.request("PUT", START_LIST);
    checkWithAndWithoutKey("PUT", START_LIST, list, event);
    checkWithAndWithoutKey("GET", START_LIST, null, event);
    check("PUT", START_LIST, json("{\"bibs\": [\"1001\", \" \"]}"), event);
    String csv = examples.request("PUT", START_LIST, "text/csv");
    var replaced = as().contentType("text/csv").body(csv).put(START_LIST, event);
    assertThat(replaced.jsonPath().getList("data.bibs")).containsExactly("1001", "1002", "1204");
    examples.check("PUT", START_LIST, replaced.statusCode(), replaced.asString());

    gallery.read(event, photo, Gallery.reading("1204", .62), Gallery.reading("1001", .95));
    checkWithAndWithoutKey("GET", REVIEW, null, event);
    check("GET", REVIEW, as().queryParam("page", 0), event);

    UUID unknown = UUID.randomUUID();
    checkWithAndWithoutKey("GET", BIBS, null, event, photo);
    check("GET", BIBS, as(), event, unknown);
    String correction = examples.request("PUT", BIBS);
    checkWithAndWithoutKey("PUT", BIBS, correction, event, photo);
    check("PUT", BIBS, json(correction), event, unknown);
    check("PUT", BIBS, json("{\"add\": [\" \"]}"), event, photo);
  }

  private void index() {
    UUID failed = UUID.randomUUID();
    work(photo, "done", null);
    work(failed, "dead", "The image is damaged: its pixels cannot be read.");
    checkWithAndWithoutKey("GET", INDEX, null, event);
    check("GET", INDEX, as(), 999_999);
    checkWithAndWithoutKey("GET", STATUS, null, event, photo);
    check("GET", STATUS, as(), event, UUID.randomUUID());
    checkWithAndWithoutKey("GET", FAILED, null, event);
    check("GET", FAILED, as().queryParam("page", 0), event);

    String one = FAILED + "/{image_id}/requeue";
    checkWithAndWithoutKey("POST", one, null, event, failed);
    check("POST", one, as(), event, "x");
    checkWithAndWithoutKey("POST", FAILED + "/requeue", null, event);
    // Of an event without photos: the one above has no original to be fetched.
    long empty = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    checkWithAndWithoutKey("POST", INDEX + "/rebuild", null, empty);
  }

  private void work(UUID item, String state, String error) {
    database.transact(
        transaction ->
            Sql.of(
                    """
                    insert into work_item (queue, event_id, item_id, state, attempts, finished_at,
                                           reason)
                    values ('index', ?, ?, ?, 1, now(), ?)
                    """,
                    event,
                    item,
                    state,
                    error)
                .update(transaction));
  }

  private RequestSpecification as() {
    return given().header("X-API-Key", key);
  }

  private RequestSpecification json(String body) {
    return as().contentType(ContentType.JSON).body(body);
  }

  private void checkWithAndWithoutKey(String method, String path, String body, Object... ids) {
    check(method, path, body == null ? as() : json(body), ids);
    check(method, path, given().contentType(ContentType.JSON), ids);
  }

  private void check(String method, String path, RequestSpecification request, Object... ids) {
    var real = request.request(method, path, ids);
    examples.check(method, path, real.statusCode(), real.asString());
  }
}
