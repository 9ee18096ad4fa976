package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.access.RateLimiter;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.AnnouncedBody;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.JsonAnswer;
import dev.recollect.testkit.Throttling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every example of an answer in the OpenAPI document is what the service answers. */
@QuarkusTest
class DocumentedAnswersTest extends ServiceTest {
  private static final String CLIPS = "/api/v1/ext/{org_id}/event/{event_id}/video-clipping";
  private static final String BY_SELFIE = CLIPS + "/search-by-selfie";
  private static final String BY_BIB = CLIPS + "/search-by-bib";
  private static final String RESULT = CLIPS + "/{request_id}";

  /** As the examples have them: messages name them. */
  private static final long ORGANISATION = 3;

  private static final long EVENT = 12;
  private static final UUID REQUEST = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");

  @Inject Footage footage;
  @Inject Database database;
  @Inject RateLimiter limiter;

  @TestHTTPResource("/")
  URI service;

  private String key;

  @Test
  void theExamplesAreRealAnswers() {
    DocumentedExamples answers =
        new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    key = peer.key(ORGANISATION, Scope.SCOPE_READ);
    peer.put(
        Event.newBuilder()
            .setEventId(EVENT)
            .setOrganisationId(ORGANISATION)
            .setEventEnabled(true)
            .setBibSearch(true)
            .setVideoSearch(true)
            .setVideoSelfieSearch(true)
            .setClips(
                ClipSettings.newBuilder()
                    .setMinLengthSeconds(1)
                    .setMaxLengthSeconds(30)
                    .setMaxClipsPerVideo(3)
                    .setRetentionDays(30))
            .build());
    searchPeer.bib(EVENT, "1204", footage.modelId(), List.of(footage.stranger()));

    String bib = answers.request("POST", BY_BIB);
    check(answers, "POST", BY_BIB, json(caller(), bib));
    check(answers, "POST", BY_BIB, json(caller(), "{\"bib\": \" \"}"));
    check(answers, "POST", BY_BIB, json(given(), bib));
    searchPeer.bib(EVENT, "1205", "another-model", List.of(footage.stranger()));
    check(answers, "POST", BY_BIB, json(caller(), "{\"bib\": \"1205\"}"));

    String id = REQUEST.toString();
    // The search is known by its id already: nobody looks at the selfie.
    Map<String, String> form = answers.parts("POST", BY_SELFIE);
    check(
        answers,
        "POST",
        BY_SELFIE,
        selfie(
            caller()
                .multiPart("selfie", form.get("selfie"), new byte[1])
                .multiPart("request_id", form.get("request_id"))));
    check(answers, "POST", BY_SELFIE, selfie(caller().multiPart("other", id)));
    check(answers, "POST", BY_SELFIE, selfie(given().multiPart("request_id", id)));

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                !JsonAnswer.field(result(caller(), id).asString(), "/data/status")
                    .textValue()
                    .equals("processing"));
    complete();
    check(answers, "GET", RESULT, result(caller(), id));
    check(answers, "GET", RESULT, result(given(), id));
    check(answers, "GET", RESULT, result(caller(), UUID.randomUUID().toString()));

    String clip = "/vids/{event_id}/motion/selfie/{request_id}/{clip_id}.mp4";
    check(answers, "GET", clip, given().get(clip, EVENT, REQUEST, UUID.randomUUID()));
    checkShared(answers, bib);

    // Nothing makes this service fail with a 500: RestEdgeTest has a resource that does.
    assertThat(answers.unchecked())
        .filteredOn(name -> !name.contains("/api/v1/admin/"))
        .containsExactly("#/components/responses/Error500");
  }

  /** Examples that all operations share. */
  private void checkShared(DocumentedExamples answers, String bib) {
    check(answers, "POST", BY_BIB, json(as("wrong"), bib));
    check(answers, "POST", BY_SELFIE, caller().post(BY_SELFIE, ORGANISATION, "x"));
    check(answers, "POST", BY_SELFIE, caller().post(BY_SELFIE, ORGANISATION, EVENT + 1));
    answers.check("POST", BY_BIB, 413, AnnouncedBody.refusal(service, "POST", BY_BIB));
    String busy = peer.key(ORGANISATION, Scope.SCOPE_READ);
    Response refused =
        Throttling.refusal(
            () -> limiter.spend(peer.keyId(busy)),
            () -> json(as(busy), bib),
            answer -> answer.statusCode() == 429);
    check(answers, "POST", BY_BIB, refused);
    String asked = peer.key(ORGANISATION, Scope.SCOPE_READ);
    peer.setAway(true);
    try {
      check(answers, "POST", BY_BIB, json(as(asked), bib));
    } finally {
      peer.setAway(false);
    }
  }

  /** Gives the search that found nothing a clip and a segment that is none. */
  private void complete() {
    database.transact(
        transaction ->
            Sql.of(
                        """
                        insert into clip (event_id, clip_id, request_id, source_video_key, start_ns,
                                          end_ns, state, error, status_code)
                        values (?, gen_random_uuid(), ?, 1, 1000000000, 9000000000, 'done', null, null),
                               (?, gen_random_uuid(), ?, 2, 1000000000, 9000000000, 'failed', 'gone', 404)
                        """,
                        EVENT,
                        REQUEST,
                        EVENT,
                        REQUEST)
                    .update(transaction)
                + Sql.of(
                        "update clip_search set status = 'completed' where event_id = ? and request_id = ?",
                        EVENT,
                        REQUEST)
                    .update(transaction));
  }

  private RequestSpecification caller() {
    return as(key);
  }

  private static RequestSpecification as(String key) {
    return given().header("X-API-Key", key);
  }

  private static Response json(RequestSpecification request, String body) {
    return request.contentType("application/json").body(body).post(BY_BIB, ORGANISATION, EVENT);
  }

  private static Response selfie(RequestSpecification request) {
    return request.post(BY_SELFIE, ORGANISATION, EVENT);
  }

  private static Response result(RequestSpecification request, String id) {
    return request.get(RESULT, ORGANISATION, EVENT, id);
  }

  private static void check(DocumentedExamples answers, String method, String path, Response real) {
    answers.check(method, path, real.statusCode(), real.asString());
  }
}
