package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.webhook.Webhooks;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.DocumentedExamples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the admin API in the OpenAPI document is what is sent and answered. */
@QuarkusTest
class AdminAnswersTest extends ServiceTest {
  private static final String EVENT = "/api/v1/admin/events/{event_id}";
  private static final String ANALYSIS = EVENT + "/analysis";
  private static final String FAILED = ANALYSIS + "/failed";
  private static final String VIDEO = EVENT + "/videos/{source_video_key}/analysis";
  private static final String WEBHOOKS = EVENT + "/webhooks";
  private static final String ENDPOINT = WEBHOOKS + "/{endpoint_id}";
  private static final String DELIVERIES = ENDPOINT + "/deliveries";
  private static final String REDELIVERY = DELIVERIES + "/{delivery_id}/redeliver";
  private static final int MOST_ENDPOINTS = 10;

  @Inject Database database;
  @Inject FaceModels models;
  @Inject Webhooks webhooks;

  private DocumentedExamples examples;
  private String key;
  private long event;

  @BeforeEach
  void openEvent() {
    examples = new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    key = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_INGEST, Scope.SCOPE_ADMIN);
    event = TestLibrary.newEventId();
    peer.put(TestLibrary.event(event).build());
  }

  @AfterEach
  void forgetTheVideos() {
    change("delete from work_item where event_id = ?", event);
    change("delete from source_video where event_id = ?", event);
  }

  @Test
  void theExamplesAreSentAndAnswered() {
    analyses();
    webhooks();

    assertThat(examples.unchecked()).noneMatch(name -> name.contains("/api/v1/admin/"));
  }

  private void analyses() {
    halfAnalysed(1);
    unreadable(2);
    checkWithAndWithoutKey("GET", ANALYSIS, null, event);
    check("GET", ANALYSIS, as(), 999_999);
    checkWithAndWithoutKey("GET", FAILED, null, event);
    check("GET", FAILED, as().queryParam("page", 0), event);
    checkWithAndWithoutKey("GET", VIDEO, null, event, 1);
    check("GET", VIDEO, as(), event, 3);
    check("GET", VIDEO, as(), event, "x");

    // Of what was not set aside: nobody shall look for files that are not there.
    checkWithAndWithoutKey("POST", VIDEO + "/requeue", null, event, 1);
    check("POST", VIDEO + "/requeue", as(), event, 3);
    long empty = TestLibrary.newEventId();
    peer.put(TestLibrary.event(empty).build());
    checkWithAndWithoutKey("POST", FAILED + "/requeue", null, empty);
  }

  private void unreadable(long video) {
    UUID description = video(video);
    work("video-description", description, "dead", "The video's file is not in the storage.");
  }

  /** Two chunks, of which the second does not begin before tomorrow. */
  private void halfAnalysed(long video) {
    work("video-description", video(video), "done", null);
    work("video-analysis", chunk(video, 0), "done", null);
    work("video-analysis", chunk(video, 1), "pending", null);
  }

  private UUID video(long video) {
    UUID description = UUID.randomUUID();
    change(
        """
        insert into source_video (event_id, source_video_key, description_id, bucket, object_key,
                                  size_bytes, duration_ns, generation)
        values (?, ?, ?, 'originals', 'nowhere', 1, 8000000000, 1)
        """,
        event,
        video,
        description);
    return description;
  }

  private UUID chunk(long video, int number) {
    UUID chunk = UUID.randomUUID();
    change(
        """
        insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no, chunk_id, start_ns,
                                    end_ns, duration_ns, started_at, finished_at)
        values (?, ?, ?, ?, ?, 0, 0, 4000000000, now() - interval '2 s', now())
        """,
        event,
        video,
        models.serving().modelNo(),
        number,
        chunk);
    return chunk;
  }

  private void work(String queue, UUID item, String state, String error) {
    change(
        """
        insert into work_item (queue, event_id, item_id, state, attempts, next_attempt_at, reason)
        values (?, ?, ?, ?, 1, now() + interval '1 day', ?)
        """,
        queue,
        event,
        item,
        state,
        error);
  }

  private void webhooks() {
    // The name in the example is nobody's.
    String request =
        examples
            .request("POST", WEBHOOKS)
            .replace("https://timing.example/", "http://127.0.0.1:9/");
    Response made = checkWithAndWithoutKey("POST", WEBHOOKS, request, event);
    check("POST", WEBHOOKS, json("{\"url\": \" \"}"), event);
    checkWithAndWithoutKey("GET", WEBHOOKS, null, event);
    for (int endpoints = 1; endpoints < MOST_ENDPOINTS; endpoints++) {
      check("POST", WEBHOOKS, json(request), event);
    }
    check("POST", WEBHOOKS, json(request), event);

    String endpoint = made.path("data.endpoint.endpoint_id");
    delivered(endpoint);
    String change = examples.request("PATCH", ENDPOINT);
    String unknown = UUID.randomUUID().toString();
    checkWithAndWithoutKey("PATCH", ENDPOINT, change, event, endpoint);
    check("PATCH", ENDPOINT, json(change), event, unknown);
    checkWithAndWithoutKey("POST", ENDPOINT + "/secret", null, event, endpoint);
    check("POST", ENDPOINT + "/secret", as(), event, unknown);

    Response log = checkWithAndWithoutKey("GET", DELIVERIES, null, event, endpoint);
    check("GET", DELIVERIES, as(), event, unknown);
    check("GET", DELIVERIES, as().queryParam("state", "lost"), event, endpoint);
    String delivery = log.path("data.deliveries[0].delivery_id");
    checkWithAndWithoutKey("POST", REDELIVERY, null, event, endpoint, delivery);
    check("POST", REDELIVERY, as(), event, endpoint, unknown);

    checkWithAndWithoutKey("DELETE", ENDPOINT, null, event, endpoint);
    check("DELETE", ENDPOINT, as(), event, endpoint);
  }

  /** Tells one endpoint of a search, and notes that it was told before anybody else sends it. */
  private void delivered(String endpoint) {
    database.transact(
        transaction -> {
          webhooks.enqueue(
              transaction,
              event,
              "clip_search.completed",
              Map.of(
                  "organisation_id",
                  TestLibrary.ORGANISATION,
                  "event_id",
                  event,
                  "request_id",
                  UUID.randomUUID().toString(),
                  "status",
                  "completed"));
          Sql.of(
                  "delete from webhook_delivery where event_id = ? and endpoint_id <> ?",
                  event,
                  UUID.fromString(endpoint))
              .update(transaction);
          return Sql.of(
                  """
                  update webhook_delivery
                     set state = 'delivered', attempts = 1, next_attempt_at = null, last_status = 204,
                         finished_at = now()
                   where event_id = ?
                  """,
                  event)
              .update(transaction);
        });
  }

  private void change(String sql, Object... values) {
    database.transact(transaction -> Sql.of(sql, values).update(transaction));
  }

  private RequestSpecification as() {
    return given().header("X-API-Key", key);
  }

  private RequestSpecification json(String body) {
    return as().contentType(ContentType.JSON).body(body);
  }

  private Response checkWithAndWithoutKey(String method, String path, String body, Object... ids) {
    check(method, path, given().contentType(ContentType.JSON), ids);
    return check(method, path, body == null ? as() : json(body), ids);
  }

  private Response check(String method, String path, RequestSpecification request, Object... ids) {
    Response real = request.request(method, path, ids);
    examples.check(method, path, real.statusCode(), real.asString());
    return real;
  }
}
