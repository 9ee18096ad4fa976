package dev.recollect.download.original;

import static dev.recollect.download.Library.filename;
import static dev.recollect.download.Library.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.download.DownloadTest;
import dev.recollect.download.Library;
import dev.recollect.download.Peers;
import dev.recollect.kit.storage.ContentDisposition;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OriginalPhotosTest extends DownloadTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Every one of the service. */
  private static final List<String> PATHS = List.of("/original-photos", "/original-photos/zip");

  private static final String BIB = "{\"method\": \"bib\", \"identifier\": \"1042\"}";

  @ParameterizedTest(name = "{0} {1} {2}: {3} {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        // In the contract's order: what fails earlier hides what fails later.
        "         | /ext/x/event/y  | {}  | 401 | The X-API-Key header is missing",
        "nobody   | /ext/x/event/y  | {}  | 403 | The API key is not valid",
        "inactive | /ext/x/event/y  | {}  | 403 | The API key is not valid",
        "ingester | /ext/x/event/y  | {}  | 403 | The API key lacks the scope read",
        "reader   | /ext/x/event/y  | {}  | 422 | org_id: must be a positive whole number",
        "stranger | /ext/10/event/y | {}  | 403 | The API key does not belong to this organisation",
        "reader   | /ext/10/event/y | {}  | 422 | event_id: must be a positive whole number",
        "reader   | /ext/10/event/9 | {}  | 404 | Event not found",
        "reader   | /ext/10/event/4 | {}  | 404 | Event not found",
        "reader   | /ext/10/event/3 | {}  | 403 | Event is not enabled for this event",
        "reader   | /ext/10/event/2 | {}  | 422 | method: is required; identifier: is required",
        "reader   | /ext/10/event/2 | {\"method\":\"bib\",\"identifier\":\"1042\"}  | 403 | Bib search is not enabled for this event",
        "reader   | /ext/10/event/2 | {\"method\":\"selfie\",\"identifier\":\"ddc661a7-8861-4793-9437-af42a82d12f8\"}  | 403 | Selfie search is not enabled for this event",
      })
  void refusesInTheContractsOrder(
      String key, String event, String body, int status, String message) {
    for (String path : PATHS) {
      as(key)
          .body(body)
          .post("/api/v1" + event + path)
          .then()
          .statusCode(status)
          .header("X-Request-Id", notNullValue())
          .body("responseType", equalTo("error"))
          .body("message", equalTo(message))
          .body("data", nullValue());
    }
  }

  @Test
  void everyEndpointOfTheServiceIsAmongThoseThatRefuse() {
    Map<String, Map<String, Object>> documented =
        as(null).get("/q/openapi?format=json").path("paths");

    assertThat(documented.keySet())
        .containsExactlyInAnyOrderElementsOf(
            PATHS.stream().map(path -> "/api/v1/ext/{org_id}/event/{event_id}" + path).toList());
    assertThat(documented.values())
        .allSatisfy(methods -> assertThat(methods).containsOnlyKeys("post"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | method: is required; identifier: is required",
        "{\"method\":null,\"identifier\":null} | method: is required; identifier: is required",
        "{\"method\":\"name\",\"identifier\":\"x\"} | method: must be one of bib, selfie, image_id, image_ids",
        "{\"method\":\"BIB\",\"identifier\":\"x\"} | method: must be one of bib, selfie, image_id, image_ids",
        "{\"method\":5} | method: must be one of bib, selfie, image_id, image_ids; identifier: is required",
        "{\"method\":[\"bib\"],\"identifier\":\"x\"} | method: must be one of bib, selfie, image_id, image_ids",
        "{\"method\":\"bib\"} | identifier: is required",
        "{\"method\":\"bib\",\"identifier\":1042} | identifier: must be a string",
        "{\"method\":\"bib\",\"identifier\":[\"1042\"]} | identifier: must be a string",
        "{\"method\":\"bib\",\"identifier\":\"  \"} | identifier: must not be blank",
        "{\"method\":\"selfie\",\"identifier\":{}} | identifier: must be a string",
        "{\"method\":\"selfie\",\"identifier\":\"1-1-1-1-1\"} | identifier: must be a UUID",
        "{\"method\":\"image_id\",\"identifier\":[]} | identifier: must be a string",
        "{\"method\":\"image_id\",\"identifier\":\"\"} | identifier: must not be blank",
        "{\"method\":\"image_ids\",\"identifier\":\"x\"} | identifier: must be an array of strings",
        "{\"method\":\"image_ids\",\"identifier\":[]} | identifier: must not be empty",
        "{\"method\":\"image_ids\",\"identifier\":[\"x\",7,null]} | identifier.1: must be a string; identifier.2: must be a string",
        "[] | body: is not valid JSON of the expected shape",
        "{\"method\": | body: is not valid JSON of the expected shape",
        "null | body: is required",
        "`` | body: is required",
      })
  void namesEveryFieldThatIsWrong(String body, String message) {
    for (String path : List.of(PATH, PATH + "/zip")) {
      as("reader")
          .body(body)
          .post(path)
          .then()
          .statusCode(422)
          .body("responseType", equalTo("error"))
          .body("message", equalTo(message))
          .body("data", nullValue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "page=0,                page: must be at least 1",
    "page=x,                page: must be a whole number",
    "page_size=0,           page_size: must be at least 1",
    "page_size=61,          page_size: must be at most 60",
    "page=0&page_size=61,   page: must be at least 1; page_size: must be at most 60"
  })
  void refusesPagesThatAreNone(String query, String message) {
    as("reader")
        .body(BIB)
        .post(PATH + "?" + query)
        .then()
        .statusCode(422)
        .body("message", equalTo(message));
  }

  @Test
  void tellsTheProblemsOfQueryAndBodyTogether() {
    as("reader")
        .body("{\"method\": \"bib\"}")
        .post(PATH + "?page=0")
        .then()
        .statusCode(422)
        .body("message", equalTo("page: must be at least 1; identifier: is required"));
  }

  @Test
  void fiveHundredIdsAreServedAndOneMoreIsRefused() {
    as("reader")
        .body(imageIds(IntStream.rangeClosed(1, 501)))
        .post(PATH)
        .then()
        .statusCode(422)
        .body("message", equalTo("identifier: must have at most 500 items"));
    as("reader")
        .body(imageIds(IntStream.rangeClosed(1, 500)))
        .post(PATH + "?page=9&page_size=60")
        .then()
        .statusCode(200)
        .body("data.total_images", equalTo(500))
        .body("data.successful_count", equalTo(20))
        .body("data.presigned_urls.filename", hasSize(20))
        .body("data.presigned_urls.filename[0]", equalTo(filename(481)))
        .body("data.pagination.currentPage", equalTo(9))
        .body("data.pagination.totalPages", equalTo(9))
        .body("data.pagination.hasNextPage", equalTo(false));
  }

  @Test
  void aBibsPhotosComePageByPage() {
    as("reader")
        .body(BIB)
        .post(PATH)
        .then()
        .statusCode(200)
        .body("responseType", equalTo("success"))
        .body("message", equalTo("Presigned URLs for 30 original photos"))
        .body("data.presigned_urls.filename", equalTo(filenames(1, 30)))
        .body("data.failed_urls", empty())
        .body("data.total_images", equalTo(65))
        .body("data.successful_count", equalTo(30))
        .body("data.failed_count", equalTo(0))
        .body("data.identifier", equalTo("1042"))
        .body("data.pagination.total", equalTo(65))
        .body("data.pagination.currentPage", equalTo(1))
        .body("data.pagination.totalPages", equalTo(3))
        .body("data.pagination.hasNextPage", equalTo(true))
        .body("data.pagination.hasPreviousPage", equalTo(false))
        .body("data.pagination.page_size", equalTo(30));
    as("reader")
        .body(BIB)
        .post(PATH + "?page=2&page_size=60")
        .then()
        .body("data.presigned_urls.filename", equalTo(filenames(61, 65)))
        .body("data.pagination.currentPage", equalTo(2))
        .body("data.pagination.totalPages", equalTo(2))
        .body("data.pagination.page_size", equalTo(60));
  }

  @Test
  void aPagePastTheEndIsEmptyAndKnowsTheTotal() {
    as("reader")
        .body(BIB)
        .post(PATH + "?page=7")
        .then()
        .statusCode(200)
        .body("data.presigned_urls", empty())
        .body("data.total_images", equalTo(65))
        .body("data.pagination.currentPage", equalTo(7))
        .body("data.pagination.totalPages", equalTo(3))
        .body("data.pagination.hasNextPage", equalTo(false))
        .body("data.pagination.hasPreviousPage", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource({
    "bib,    7,                                    No images found for bib number 7",
    "selfie, 5e9a7cc1-0bcb-4a4d-b6e3-6c0b25c57a08, No images found for this selfie search"
  })
  void nothingFoundIsNoError(String method, String identifier, String message) {
    as("reader")
        .body("{\"method\": \"" + method + "\", \"identifier\": \"" + identifier + "\"}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("responseType", equalTo("success"))
        .body("message", equalTo(message))
        .body("data.presigned_urls", empty())
        .body("data.failed_urls", empty())
        .body("data.total_images", equalTo(0))
        .body("data.successful_count", equalTo(0))
        .body("data.failed_count", equalTo(0))
        .body("data.identifier", equalTo(identifier))
        .body("data.pagination.total", equalTo(0))
        .body("data.pagination.currentPage", equalTo(0))
        .body("data.pagination.totalPages", equalTo(0))
        .body("data.pagination.hasNextPage", equalTo(false))
        .body("data.pagination.hasPreviousPage", equalTo(false))
        .body("data.pagination.page_size", equalTo(30));
  }

  @Test
  void aSelfiesPhotosComeBestMatchFirst() {
    as("reader")
        .body("{\"method\": \"selfie\", \"identifier\": \"" + Peers.SELFIE + "\"}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("data.presigned_urls.filename", contains(filename(3), filename(1), filename(2)))
        .body("data.identifier", equalTo(Peers.SELFIE));
  }

  @Test
  void anUnknownSelfieSearchIsNotFound() {
    as("reader")
        .body("{\"method\":\"selfie\",\"identifier\":\"11111111-1111-1111-1111-111111111111\"}")
        .post(PATH)
        .then()
        .statusCode(404)
        .body("message", equalTo("No face search has this request_id"));
  }

  @Test
  void oneImageIsServedByItsIdInAnyCase() {
    as("reader")
        .body(imageId(id(5).toUpperCase(java.util.Locale.ROOT)))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("message", equalTo("Presigned URLs for 1 original photos"))
        .body("data.presigned_urls.filename", contains(filename(5)))
        .body("data.identifier", equalTo(id(5).toUpperCase(java.util.Locale.ROOT)))
        .body("data.pagination.total", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-a-uuid", "3000"})
  void anUnknownImageIsMalformed(String text) {
    as("reader")
        .body(imageId(text.equals("3000") ? id(Library.UNKNOWN) : text))
        .post(PATH)
        .then()
        .statusCode(400)
        .body("message", equalTo("Image not found"))
        .body("data", nullValue());
  }

  @Test
  void imageIdsOfWhichNoneIsValidAreMalformed() {
    as("reader")
        .body("{\"method\": \"image_ids\", \"identifier\": [\"x\", \"" + id(3000) + "\"]}")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("message", equalTo("None of the images was found"));
  }

  @Test
  void invalidImageIdsAreListedAndTheOthersServedOnceInOrder() {
    as("reader")
        .body(
            "{\"method\": \"image_ids\", \"identifier\": [\"%s\", \"x\", \"%s\", \"%s\", \"%s\"]}"
                .formatted(id(9), id(4), id(9), id(Library.UNKNOWN)))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("data.presigned_urls.filename", contains(filename(9), filename(4)))
        .body("data.failed_urls.image_id", contains("x", id(Library.UNKNOWN)))
        .body("data.failed_urls.error", contains("Image not found", "Image not found"))
        .body("data.failed_urls.path", contains(nullValue(), nullValue()))
        .body("data.total_images", equalTo(4))
        .body("data.successful_count", equalTo(2))
        .body("data.failed_count", equalTo(2))
        .body("data.identifier", nullValue());
  }

  @Test
  void aPhotoWhoseFileIsMissingHasNoUrl() {
    as("reader")
        .body("{\"method\": \"bib\", \"identifier\": \"faded\"}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("data.presigned_urls.filename", contains(filename(1), filename(2), filename(3)))
        .body("data.failed_urls.image_id", contains(id(Library.LOST), id(Library.UNKNOWN)))
        .body("data.failed_urls.error", contains("The stored file is missing", "Image not found"))
        .body("data.failed_urls.path", contains(equalTo(Library.key(Library.LOST)), nullValue()));
  }

  @Test
  void aUrlDownloadsTheOriginalUnderItsNameForAnHour() throws Exception {
    Response answer = as("reader").body(imageId(id(42))).post(PATH);
    URI url = URI.create(answer.path("data.presigned_urls[0].url"));

    HttpResponse<byte[]> download =
        HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());

    assertThat(url.getQuery()).contains("X-Amz-Expires=3600");
    assertThat(download.statusCode()).isEqualTo(200);
    assertThat(download.body()).isEqualTo(Library.content(42));
    assertThat(download.headers().firstValue("Content-Disposition"))
        .hasValue(ContentDisposition.attachment(filename(42)));
  }

  @Test
  void aPhotoWithoutANameIsNamedById() {
    as("reader")
        .body(imageId(id(Library.NAMELESS)))
        .post(PATH)
        .then()
        .body("data.presigned_urls.filename", contains(id(Library.NAMELESS) + ".jpg"));
  }

  @Test
  void aPeerThatIsDownIsSaidToBeDown() {
    as("reader")
        .body("{\"method\": \"bib\", \"identifier\": \"down\"}")
        .post(PATH)
        .then()
        .statusCode(503)
        .body(
            "message", equalTo("A service this request needs does not answer; try again shortly"));
  }

  @Test
  void surroundingBlanksOfABibAreIgnored() {
    as("reader")
        .body("{\"method\": \"bib\", \"identifier\": \" 1042 \"}")
        .post(PATH)
        .then()
        .body("data.total_images", equalTo(65))
        .body("data.identifier", equalTo(" 1042 "));
  }

  private static String imageId(String id) {
    return "{\"method\": \"image_id\", \"identifier\": \"" + id + "\"}";
  }

  private static String imageIds(IntStream numbers) {
    return numbers
        .mapToObj(number -> '"' + id(number) + '"')
        .collect(Collectors.joining(",", "{\"method\": \"image_ids\", \"identifier\": [", "]}"));
  }

  private static List<String> filenames(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Library::filename).toList();
  }
}
