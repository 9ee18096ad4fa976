package dev.recollect.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The object storage goes away under the running service and comes back. */
@QuarkusTest
class StorageOutageTest extends DownloadTest {
  private static final String BIB = "{\"method\": \"bib\", \"identifier\": \"1042\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TestHTTPResource("/")
  URL server;

  @AfterEach
  void comeBack() {
    proxy.comeBack();
  }

  @Test
  void downloadsAreToldSoAndWorkAgainAfterwards() {
    proxy.goAway();

    isDown(as("reader").body(BIB).post(PATH), "stat");
    isDown(as("reader").body(BIB).post(PATH + "/zip"), "get");
    assertThat(as(null).get("/q/health/ready").statusCode()).isEqualTo(503);
    // What needs no storage is answered.
    as("reader")
        .body("{\"method\": \"bib\", \"identifier\": \"7\"}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("message", equalTo("No images found for bib number 7"));

    proxy.comeBack();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                as("reader")
                    .body(BIB)
                    .post(PATH)
                    .then()
                    .statusCode(200)
                    .body("data.successful_count", equalTo(30))
                    .body("data.failed_count", equalTo(0)));
    awaitWholeArchive();
  }

  @Test
  void anArchiveThatIsUnderWayIsBrokenOffAndComesWholeWhenAskedForAgain() throws Exception {
    // The first photo comes through; the next one is held back until the storage is gone.
    proxy.holdReadsAfter(1);
    HttpResponse<InputStream> answer = zip();
    assertThat(answer.statusCode()).isEqualTo(200);

    try (ZipInputStream broken = new ZipInputStream(answer.body())) {
      assertThat(broken.getNextEntry().getName()).isEqualTo(Library.filename(1));
      proxy.goAway();

      assertThatThrownBy(() -> count(broken)).isInstanceOf(IOException.class);
    }

    proxy.comeBack();
    awaitWholeArchive();
  }

  /** A connection from before the outage may cost another try. */
  private void awaitWholeArchive() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (ZipInputStream whole = new ZipInputStream(zip().body())) {
                return count(whole);
              }
            },
            Integer.valueOf(65)::equals);
  }

  private static void isDown(Response answer, String operation) {
    answer
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("responseType", equalTo("error"))
        .body(
            "message",
            equalTo("The object storage does not answer (" + operation + "); try again shortly"))
        .body("data", nullValue());
  }

  /** Entries from here on. */
  private static int count(ZipInputStream zip) throws IOException {
    int entries = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entries++;
    }
    return entries;
  }

  private HttpResponse<InputStream> zip() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server + PATH.substring(1) + "/zip"))
                .header("X-API-Key", "reader")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BIB))
                .build(),
            BodyHandlers.ofInputStream());
  }
}
