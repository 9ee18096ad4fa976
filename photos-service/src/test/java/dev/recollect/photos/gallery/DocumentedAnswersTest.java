package dev.recollect.photos.gallery;

import static dev.recollect.photos.Organisers.as;
import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.access.RateLimiter;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotoRows;
import dev.recollect.photos.PhotoRows.Row;
import dev.recollect.photos.PhotosTest;
import dev.recollect.testkit.AnnouncedBody;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.Throttling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every example of an answer of the event API in the OpenAPI document is what it answers. */
@PhotosTest
class DocumentedAnswersTest {
  private static final String EVENTS = "/api/v1/ext/{org_id}/events";
  private static final String EVENT = "/api/v1/ext/{org_id}/event/{event_id}";
  private static final List<String> PAGED =
      List.of(EVENTS, EVENT + "/images", EVENT + "/timeline/images");
  private static final List<String> WHOLE =
      List.of(EVENT + "/details", EVENT + "/ping", EVENT + "/timeline/days");

  @Inject PhotoRows photos;
  @Inject RateLimiter limiter;

  @TestHTTPResource("/")
  URI service;

  @Test
  void theExamplesAreRealAnswers() throws Exception {
    DocumentedExamples answers =
        new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    Organiser organiser = newOrganiser("Examples");
    long event = organiser.newEvent("City Marathon", Map.of("timeline_search", true));
    Row photo = PhotoRows.row(Instant.parse("2026-05-09T08:00:00Z"));
    photos.insert(event, List.of(photo));
    organiser.change(event, Map.of("cover_image_id", photo.photoId().toString())).statusCode(200);
    Map<String, ?> ids = Map.of("org_id", organiser.organisationId(), "event_id", event);

    for (String path : PAGED) {
      check(answers, path, organiser.request().pathParams(only(path, ids)).get(path));
      check(answers, path, organiser.request().pathParams(only(path, ids)).get(path + "?page=0"));
      check(answers, path, given().pathParams(only(path, ids)).get(path));
    }
    for (String path : WHOLE) {
      check(answers, path, organiser.request().pathParams(ids).get(path));
      check(answers, path, given().pathParams(ids).get(path));
    }

    String details = EVENT + "/details";
    Object organisation = organiser.organisationId();
    check(answers, details, as("wrong").get(details, organisation, event));
    check(answers, details, organiser.request().get(details, organisation, event + 1_000_000));
    check(answers, details, organiser.request().get(details, organisation, "x"));
    String rendition = "/imgs/{event_id}/{size}/{image_id}.jpg";
    check(answers, rendition, given().get(rendition, event, "large", UUID.randomUUID()));
    String organisations = "/api/v1/admin/organisations";
    answers.check(
        "POST", organisations, 413, AnnouncedBody.refusal(service, "POST", organisations));
    long keyId =
        organiser
            .request()
            .get("/api/v1/admin/organisations/{org}/keys", organisation)
            .jsonPath()
            .getLong("data.keys[0].key_id");
    Response refused =
        Throttling.refusal(
            () -> limiter.spend(keyId),
            () -> organiser.request().get(details, organisation, event),
            answer -> answer.statusCode() == 429);
    check(answers, details, refused);

    // Nothing makes this service fail with a 500: RestEdgeTest has a resource that does. OutageIT
    // takes its database away.
    assertThat(answers.unchecked())
        .filteredOn(name -> !name.contains("/api/v1/admin/"))
        .containsExactly("#/components/responses/Error500", "#/components/responses/Error503");
  }

  private static Map<String, ?> only(String path, Map<String, ?> ids) {
    return path.equals(EVENTS) ? Map.of("org_id", ids.get("org_id")) : ids;
  }

  private static void check(DocumentedExamples answers, String path, Response real) {
    answers.check("GET", path, real.statusCode(), real.asString());
  }
}
