package dev.recollect.search.selfie;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.access.RateLimiter;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.inference.Inference;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.AnnouncedBody;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.Throttling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every example of an answer in the OpenAPI document is what the service answers. */
@QuarkusTest
class DocumentedAnswersTest extends ServiceTest {
  private static final String EVENT = "/api/v1/ext/{org_id}/event/{event_id}";
  private static final String BIBS = EVENT + "/bibs/{bib}";
  private static final String FACES = EVENT + "/faces";
  private static final String FACE_SEARCH = EVENT + "/faces/{request_id}";
  private static final long ORGANISATION = Gallery.ORGANISATION;

  @Inject Gallery gallery;
  @Inject Inference inference;
  @Inject RateLimiter limiter;

  @TestHTTPResource("/")
  URI service;

  private String key;

  @Test
  void theExamplesAreRealAnswers() throws Exception {
    DocumentedExamples answers =
        new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    key = peer.key(ORGANISATION, Scope.SCOPE_READ);
    byte[] selfie = TestPhotos.portrait(0, 1);
    float[] face =
        inference.selfie(TestPhotos.file(selfie)).orElseThrow().face().embedding().values();
    UUID photo = gallery.indexed(event, "2026-05-01T10:00:00Z");
    gallery.read(event, photo, Gallery.reading("1204", .95));
    gallery.faces(event, photo, Gallery.face(100), Gallery.similar(face, .95, 2));

    String page0 = "?page=0";
    check(answers, "GET", BIBS, reader().get(BIBS, ORGANISATION, event, "1204"));
    check(answers, "GET", BIBS, reader().get(BIBS + page0, ORGANISATION, event, "1204"));
    check(answers, "GET", BIBS, given().get(BIBS, ORGANISATION, event, "1204"));

    Map<String, String> form = answers.parts("POST", FACES);
    Response found =
        reader()
            .multiPart("selfie", form.get("selfie"), selfie)
            .multiPart("request_id", form.get("request_id"))
            .post(FACES, ORGANISATION, event);
    check(answers, "POST", FACES, found);
    check(answers, "POST", FACES, with(selfie, reader()).post(FACES + page0, ORGANISATION, event));
    check(answers, "POST", FACES, with(selfie, given()).post(FACES, ORGANISATION, event));

    String id = found.path("data.request_id");
    check(answers, "GET", FACE_SEARCH, reader().get(FACE_SEARCH, ORGANISATION, event, id));
    check(answers, "GET", FACE_SEARCH, reader().get(FACE_SEARCH + page0, ORGANISATION, event, id));
    check(answers, "GET", FACE_SEARCH, given().get(FACE_SEARCH, ORGANISATION, event, id));

    check(
        answers,
        "POST",
        FACES,
        reader().multiPart("other", "none").post(FACES, ORGANISATION, event));
    check(
        answers,
        "GET",
        FACE_SEARCH,
        reader().get(FACE_SEARCH, ORGANISATION, event, UUID.randomUUID()));
    checkShared(answers, event);

    // Nothing makes this service fail with a 500: RestEdgeTest has a resource that does.
    assertThat(answers.unchecked())
        .filteredOn(name -> !name.contains("/api/v1/admin/"))
        .containsExactly("#/components/responses/Error500");
  }

  @Test
  void aFaceSearchNeedsNoBody() {
    Boolean required =
        given().get("/q/openapi?format=json").path("paths.'%s'.post.requestBody.required", FACES);

    assertThat(required).isNotEqualTo(true);
  }

  /** Examples that all operations share. */
  private void checkShared(DocumentedExamples answers, long event) {
    check(answers, "GET", BIBS, as("wrong").get(BIBS, ORGANISATION, event, "1204"));
    check(answers, "GET", BIBS, reader().get(BIBS, ORGANISATION, Gallery.newEventId(), "1204"));
    String start = "/api/v1/admin/events/{event_id}/bibs/start-list";
    String administrator = peer.key(ORGANISATION, Scope.SCOPE_ADMIN);
    check(answers, "GET", start, as(administrator).get(start, "x"));
    answers.check("POST", FACES, 413, AnnouncedBody.refusal(service, "POST", FACES));
    String busy = peer.key(ORGANISATION, Scope.SCOPE_READ);
    Response refused =
        Throttling.refusal(
            () -> limiter.spend(peer.keyId(busy)),
            () -> as(busy).get(BIBS, ORGANISATION, event, "1204"),
            answer -> answer.statusCode() == 429);
    check(answers, "GET", BIBS, refused);
    String asked = peer.key(ORGANISATION, Scope.SCOPE_READ);
    peer.setAway(true);
    try {
      check(answers, "GET", BIBS, as(asked).get(BIBS, ORGANISATION, event, "1204"));
    } finally {
      peer.setAway(false);
    }
  }

  private static RequestSpecification as(String key) {
    return given().header("X-API-Key", key);
  }

  private RequestSpecification reader() {
    return as(key);
  }

  private static RequestSpecification with(byte[] selfie, RequestSpecification request) {
    return request.multiPart("selfie", "selfie.jpg", selfie, "image/jpeg");
  }

  private static void check(DocumentedExamples answers, String method, String path, Response real) {
    answers.check(method, path, real.statusCode(), real.asString());
  }
}
