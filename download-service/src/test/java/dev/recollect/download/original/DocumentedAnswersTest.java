package dev.recollect.download.original;

import static dev.recollect.download.Library.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.download.DownloadTest;
import dev.recollect.download.Library;
import dev.recollect.testkit.DocumentedExamples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Every example of an answer in the OpenAPI document is what the service answers. */
@QuarkusTest
class DocumentedAnswersTest extends DownloadTest {
  private static final String URLS = "/api/v1/ext/{org_id}/event/{event_id}/original-photos";

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
    String all = answers.request("POST", URLS + "/zip");
    check(answers, URLS + "/zip", as(null).body(all).post(PATH + "/zip"));

    assertThat(answers.unchecked()).isEmpty();
  }

  private static void check(DocumentedExamples answers, String path, Response real) {
    answers.check("POST", path, real.statusCode(), real.asString());
  }
}
