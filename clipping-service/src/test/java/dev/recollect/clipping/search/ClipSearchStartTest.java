package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How searches are asked for, and who is sent away. */
@QuarkusTest
class ClipSearchStartTest extends ClipSearchFixture {
  @Test
  void theSameIdStartsNothingNew() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id)
        .then()
        .statusCode(200)
        .body(
            "message",
            equalTo(
                "Video clipping search started. Poll GET %s for results."
                    .formatted(path(id.toString()))));
    List<Object> before = finished(id).getList("data.videos.uuid");

    assertStarted(post(id).then(), id);
    assertStarted(caller().formParam("request_id", id).post(path("search-by-selfie")).then(), id);
    assertStarted(caller().queryParam("request_id", id).post(path("search-by-selfie")).then(), id);
    assertStarted(
        caller()
            .contentType("application/json")
            .body(Map.of("bib", "1204", "request_id", id))
            .post(path("search-by-bib"))
            .then(),
        id);

    assertThat(finished(id).getList("data.videos.uuid")).isEqualTo(before).hasSize(1);
    long mine = event;
    makeEvent();
    post(id)
        .then()
        .statusCode(404)
        .body("message", equalTo("No video clipping search has this request_id"));
    caller().get(path(id.toString())).then().statusCode(404);
    event = mine;
  }

  /** However far the search is: only its result says. */
  private static void assertStarted(ValidatableResponse answer, UUID id) {
    answer
        .statusCode(200)
        .body("data.request_id", equalTo(id.toString()))
        .body("data.status", equalTo("processing"));
  }

  @Test
  void manyAtOnceStartOneSearch() throws Exception {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callers.add(Thread.ofVirtual().start(() -> statuses.add(post(id).statusCode())));
    }
    for (Thread each : callers) {
      each.join();
    }

    assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200);
    assertThat(finished(id).getList("data.videos")).hasSize(1);
    assertThat(count("clip_search", id.toString())).isEqualTo(1);
    assertThat(objects()).hasSize(1);
  }

  @Test
  void keysAndFlagsAreChecked() {
    UUID id = UUID.randomUUID();
    given().post(path("search-by-selfie")).then().statusCode(401);
    String other = peer.key(ORGANISATION + 1, Scope.SCOPE_READ);
    given()
        .header("X-API-Key", other)
        .multiPart("request_id", id.toString())
        .post(path("search-by-selfie"))
        .then()
        .statusCode(403);
    given().header("X-API-Key", other).get(path(id.toString())).then().statusCode(403);
    peer.put(settings(ClipSettings.newBuilder()).setVideoSelfieSearch(false).build());
    await().atMost(LIMIT).untilAsserted(() -> post(id).then().statusCode(403));
    caller().get(path(id.toString())).then().statusCode(404);
    peer.put(settings(ClipSettings.newBuilder()).setVideoSearch(false).build());
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> caller().get(path(id.toString())).then().statusCode(403));
  }

  @Test
  void beyondTheBacklogOneMoreIsSentAway() {
    change(
        """
        insert into work_item (queue, event_id, item_id, next_attempt_at)
        select 'clip', ?, gen_random_uuid(), now() + interval '1 day'
          from generate_series(1, 1000)
        """,
        event);
    try {
      assertSentAway();
    } finally {
      change("delete from work_item where event_id = ?", event);
    }
  }

  @Test
  void searchesThatWaitForVideosAreInTheBacklog() {
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    change(
        """
        insert into clip_search (organisation_id, event_id, request_id, model_no, minimum_cosine,
                                 faces_in_selfie, waits_for_videos, expires_at)
        select ?, event_id, gen_random_uuid(), model_no, 0.5, 1, true, now() + interval '1 day'
          from analysis_chunk, generate_series(1, 500) where event_id = ?
        """,
        ORGANISATION,
        event);
    try {
      assertSentAway();
    } finally {
      change("delete from clip_search where event_id = ?", event);
      change("delete from work_item where event_id = ?", event);
    }
  }

  private void assertSentAway() {
    post(searchPeer.faceSearch(event, footage.modelId(), footage.stranger()))
        .then()
        .statusCode(429)
        .header("Retry-After", "30")
        .body("message", equalTo("Too many clips are waiting to be cut; try again in 30 s"))
        .body("data", nullValue());
  }
}
