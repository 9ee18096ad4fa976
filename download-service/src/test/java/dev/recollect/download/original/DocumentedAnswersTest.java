package dev.recollect.download.original;

import static dev.recollect.download.Library.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.download.DownloadTest;
import dev.recollect.download.Library;
import dev.recollect.download.Peers;
import dev.recollect.kit.access.RateLimiter;
import dev.recollect.testkit.AnnouncedBody;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.Throttling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Every example of an answer in the OpenAPI document is what the service answers. */
@QuarkusTest
class DocumentedAnswersTest extends DownloadTest {
  private static final String URLS = "/api/v1/ext/{org_id}/event/{event_id}/original-photos";
  private static final String ZIP = URLS + "/zip";

  @Inject RateLimiter limiter;

  @TestHTTPResource("/")
  URI service;

  @Test
  void theExamplesAreRealAnswers() {
    DocumentedExamples answers =
        new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    String body =
        answers
            .request("POST", URLS)
            .replace("0196b4a4-2b1c-7f3e-9a55-0c6f6d1b7a01", id(1))
            .replace("0196b4a4-2b1c-7f3e-9a55-0c6f6d1b7a02", id(Library.LOST));

    check(answers, URLS, as("reader").body(body).post(PATH));
    check(answers, URLS, as("reader").body("{}").post(PATH));
    check(answers, URLS, as(null).body(body).post(PATH));
    String unknown =
        "{\"method\": \"image_ids\", \"identifier\": [\"%s\"]}".formatted(id(Library.UNKNOWN));
    check(answers, URLS, as("reader").body(unknown).post(PATH));
    String all = answers.request("POST", ZIP);
    check(answers, ZIP, as(null).body(all).post(PATH + "/zip"));
    check(answers, ZIP, as("reader").body(all).post(PATH + "/zip"));
    check(answers, ZIP, as("reader").body(unknown).post(PATH + "/zip"));

    check(answers, URLS, as("nobody").body(body).post(PATH));
    check(answers, URLS, as("reader").body(body).post(URLS, 10, 9));
    check(answers, ZIP, as("reader").body(all).post(ZIP, 10, "x"));
    check(answers, URLS, as("lost").body(body).post(PATH));
    answers.check("POST", URLS, 413, AnnouncedBody.refusal(service, "POST", URLS));
    Response refused =
        Throttling.refusal(
            () -> limiter.spend(Peers.BUSY_KEY),
            () -> as("busy").body(body).post(PATH),
            answer -> answer.statusCode() == 429);
    check(answers, URLS, refused);

    // Nothing makes this service fail with a 500: RestEdgeTest has a resource that does.
    assertThat(answers.unchecked()).containsExactly("#/components/responses/Error500");
  }

  private static void check(DocumentedExamples answers, String path, Response real) {
    answers.check("POST", path, real.statusCode(), real.asString());
  }
}
