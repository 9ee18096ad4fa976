package dev.recollect.search.bib;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.index.IndexCatchUp;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.testkit.JsonAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BibApiTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Database database;
  @Inject IndexCatchUp catchUp;
  @Inject FaceModels models;
  @TestHTTPResource URI service;

  private long event;
  private String reader;
  private String admin;

  @BeforeEach
  void openEvent() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    reader = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    admin = peer.key(Gallery.ORGANISATION, Scope.SCOPE_ADMIN);
  }

  private UUID photo(String captureTime, String bib, double confidence) {
    UUID photo = gallery.indexed(event, captureTime);
    gallery.read(event, photo, Gallery.reading(bib, confidence));
    return photo;
  }

  private ValidatableResponse find(String bib, String query) {
    return given()
        .header("X-API-Key", reader)
        .pathParam("bib", bib)
        .get("/api/v1/ext/7/event/" + event + "/bibs/{bib}" + query)
        .then()
        .statusCode(200);
  }

  private List<String> photosOf(String bib) {
    return JsonAnswer.field(find(bib, "?page_size=100").extract().asString(), "/data/images")
        .findValuesAsText("image_id");
  }

  private ValidatableResponse admin(String method, String path, Object body) {
    var request = given().header("X-API-Key", admin);
    if (body != null) {
      request.contentType("application/json").body(body);
    }
    return request.request(method, "/api/v1/admin/events/" + event + "/bibs/" + path).then();
  }

  private void startList(String... bibs) {
    admin("PUT", "start-list", new BibAdminResource.StartListBody(List.of(bibs))).statusCode(200);
  }

  private void correct(UUID photo, List<String> add, List<String> remove) {
    admin("PUT", "photos/" + photo, new BibAdminResource.CorrectionBody(add, null, remove))
        .statusCode(200);
  }

  @Test
  void anImageItemIsExactlyAsTheContractSays() {
    UUID photo = photo("2026-05-01T10:00:00Z", "1204", .95);

    find("1204", "")
        .body("responseType", equalTo("success"))
        .body("message", equalTo("Records for bib number 1204"))
        .body("data.images.size()", equalTo(1))
        .body("data.images[0].size()", equalTo(6))
        .body("data.images[0].image_id", equalTo(photo.toString()))
        .body(
            "data.images[0].img_url",
            equalTo("http://photos.example/imgs/" + event + "/large/" + photo + ".jpg?v=3"))
        .body(
            "data.images[0].thumbnail_url",
            equalTo("http://photos.example/imgs/" + event + "/small/" + photo + ".jpg?v=3"))
        .body("data.images[0].width", equalTo(4000))
        .body("data.images[0].height", equalTo(3000))
        .body("data.images[0].original_url", nullValue())
        .body("data.pagination.size()", equalTo(6))
        .body("data.pagination.total", equalTo(1))
        .body("data.pagination.currentPage", equalTo(1))
        .body("data.pagination.totalPages", equalTo(1))
        .body("data.pagination.hasNextPage", equalTo(false))
        .body("data.pagination.hasPreviousPage", equalTo(false))
        .body("data.pagination.page_size", equalTo(32));
  }

  @Test
  void originalsAreLinkedWhenTheEventPublishesThem() {
    event =
        gallery.open(peer, Gallery.event(Gallery.newEventId()).setPublishOriginals(true).build());
    UUID photo = photo("2026-05-01T10:00:00Z", "5", .9);

    String url = find("5", "").extract().path("data.images[0].original_url");

    assertThat(url)
        .contains("/originals/o/" + photo + "?")
        .contains("X-Amz-Signature=")
        .contains("L%25C3%25A4ufer");
  }

  @Test
  void photosComeInGalleryOrderPageByPage() {
    List<String> expected = new ArrayList<>();
    List<UUID> untimed = new ArrayList<>();
    untimed.add(photo(null, "7", .9));
    for (int minute : new int[] {5, 1, 3}) {
      photo("2026-05-01T10:0%d:00Z".formatted(minute), "7", .9);
    }
    untimed.add(photo(null, "7", .9));
    List<String> all = photosOf("7");
    List<String> times = new ArrayList<>(all.subList(0, 3));
    untimed.stream().map(UUID::toString).sorted().forEach(expected::add);

    assertThat(all.subList(3, 5)).isEqualTo(expected);
    find("7", "?page=2&page_size=2")
        .body("data.images.image_id", equalTo(List.of(times.get(2), expected.get(0))))
        .body("data.pagination.total", equalTo(5))
        .body("data.pagination.totalPages", equalTo(3))
        .body("data.pagination.hasNextPage", equalTo(true))
        .body("data.pagination.hasPreviousPage", equalTo(true));
    find("7", "?page=9&page_size=2")
        .body("data.images.size()", equalTo(0))
        .body("data.pagination.total", equalTo(5))
        .body("data.pagination.totalPages", equalTo(3))
        .body("data.pagination.currentPage", equalTo(9));
  }

  @Test
  void caseAndBlanksAreIgnoredAndLeadingZerosAreNot() {
    UUID letters = photo("2026-05-01T10:00:00Z", "A12", .9);
    UUID zero = photo("2026-05-01T10:01:00Z", "007", .9);
    UUID plain = photo("2026-05-01T10:02:00Z", "7", .9);

    assertThat(photosOf("  a12 ")).containsExactly(letters.toString());
    assertThat(photosOf("007")).containsExactly(zero.toString());
    assertThat(photosOf("7")).containsExactly(plain.toString());
  }

  @Test
  void anUnknownBibIsAnEmptyPage() {
    find("4711", "")
        .body("message", equalTo("Records for bib number 4711"))
        .body("data.images.size()", equalTo(0))
        .body("data.pagination.total", equalTo(0))
        .body("data.pagination.currentPage", equalTo(0))
        .body("data.pagination.totalPages", equalTo(0))
        .body("data.pagination.page_size", equalTo(32));
  }

  @Test
  void photosThatAreNotReadyAreNotShown() {
    UUID hidden = gallery.indexed(event, "2026-05-01T10:00:00Z", false);
    gallery.read(event, hidden, Gallery.reading("8", .9));

    assertThat(photosOf("8")).isEmpty();
  }

  @Test
  void pagesOutOfRangeAreRefused() {
    String[][] cases = {
      {"?page=0", "page: must be at least 1"},
      {"?page_size=101", "page_size: must be at most 100"},
      {"?page_size=0", "page_size: must be at least 1"},
      {"?page=x&page_size=-1", "page: must be a whole number; page_size: must be at least 1"},
    };
    for (String[] refused : cases) {
      given()
          .header("X-API-Key", reader)
          .get("/api/v1/ext/7/event/" + event + "/bibs/1" + refused[0])
          .then()
          .statusCode(422)
          .body("responseType", equalTo("error"))
          .body("message", equalTo(refused[1]))
          .body("data", nullValue());
    }
  }

  @Test
  void aReadingBelowTheBarWaitsForAPerson() {
    UUID doubtful = photo("2026-05-01T10:00:00Z", "321", .7);
    assertThat(photosOf("321")).isEmpty();
    admin("GET", "review", null)
        .statusCode(200)
        .body("data.readings.size()", equalTo(1))
        .body("data.readings[0].image_id", equalTo(doubtful.toString()))
        .body("data.readings[0].reading", equalTo("321"))
        .body("data.readings[0].suggestion", equalTo("321"))
        .body("data.readings[0].confidence", equalTo(.7f))
        .body("data.readings[0].reason", equalTo("low_confidence"))
        .body("data.readings[0].box.width", equalTo(.2f))
        .body("data.pagination.total", equalTo(1));

    admin(
            "PUT",
            "photos/" + doubtful,
            new BibAdminResource.CorrectionBody(null, List.of("321"), null))
        .statusCode(200)
        .body("data.bibs.size()", equalTo(1))
        .body("data.bibs[0].bib", equalTo("321"))
        .body("data.bibs[0].source", equalTo("corrected"));

    assertThat(photosOf("321")).containsExactly(doubtful.toString());
    admin("GET", "review", null).body("data.pagination.total", equalTo(0));
  }

  @Test
  void theStartListCompletesCutNumbersAndHoldsBackUnknownOnes() {
    UUID whole = photo("2026-05-01T10:00:00Z", "10264", .9);
    UUID cut = photo("2026-05-01T10:01:00Z", "1026", .9);
    UUID unclear = photo("2026-05-01T10:02:00Z", "102", .9);
    UUID unknown = photo("2026-05-01T10:03:00Z", "5555", .9);
    startList("10264", "10271");

    assertThat(photosOf("10264")).containsExactly(whole.toString(), cut.toString());
    assertThat(photosOf("1026")).isEmpty();
    assertThat(photosOf("5555")).isEmpty();
    admin("GET", "review", null)
        .body("data.readings.reason", equalTo(List.of("not_on_start_list", "not_on_start_list")))
        .body("data.pagination.total", equalTo(2));
    UUID late = photo("2026-05-01T10:04:00Z", "2640", .9);
    UUID later = photo("2026-05-01T10:05:00Z", "271", .9);
    assertThat(photosOf("10271")).containsExactly(later.toString());
    assertThat(photosOf("10264")).doesNotContain(late.toString());

    startList();

    assertThat(photosOf("1026")).containsExactly(cut.toString());
    assertThat(photosOf("102")).containsExactly(unclear.toString());
    assertThat(photosOf("5555")).containsExactly(unknown.toString());
    admin("GET", "review", null).body("data.pagination.total", equalTo(0));
  }

  @Test
  void theStartListIsTakenAsCsvAndGivenBackWithoutNames() {
    given()
        .header("X-API-Key", admin)
        .contentType("text/csv")
        .body("bib,name\n012,Ann\na7,Bob\n")
        .put("/api/v1/admin/events/" + event + "/bibs/start-list")
        .then()
        .statusCode(200)
        .body("message", equalTo("Start list replaced"))
        .body("data.bibs", equalTo(List.of("012", "A7")));
    admin("GET", "start-list", null).body("data.bibs", equalTo(List.of("012", "A7")));
  }

  @Test
  void aStartListThatIsNoneIsRefusedBeforeItCostsAnything() throws Exception {
    Map<String, String> refused =
        Map.of(
            ",".repeat(1 << 20), "bibs.0: has more than 1000 columns",
            "12\n".repeat(6 << 20), "The start list is larger than 16 MB");
    for (var csv : refused.entrySet()) {
      HttpResponse<String> answer = putStartList("text/csv", csv.getKey());
      assertThat(new JsonPath(answer.body()).getString("message")).isEqualTo(csv.getValue());
    }
    HttpResponse<String> large =
        putStartList("application/json", "{\"bibs\": [" + "\"\",".repeat(6 << 20) + "\"\"]}");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(new JsonPath(large.body()).getString("message"))
        .isEqualTo("The start list is larger than 16 MB");
    admin("GET", "start-list", null).body("data.bibs", equalTo(List.of()));
  }

  @Test
  void bodiesThatAreReadAsAWholeAreSmall() throws Exception {
    UUID photo = photo("2026-05-01T10:00:00Z", "88", .95);
    byte[] correction = ("{\"add\": [" + "\"1\",".repeat(1 << 18) + "\"1\"]}").getBytes(UTF_8);
    var announced = HttpRequest.BodyPublishers.ofByteArray(correction);
    var unannounced =
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(correction));

    for (String path : List.of("/bibs/photos/" + photo, "/bibs//photos/" + photo)) {
      for (var body : List.of(announced, unannounced)) {
        HttpResponse<String> refused =
            put(path, "application/json", body, HttpClient.Version.HTTP_1_1);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(new JsonPath(refused.body()).getString("message"))
            .isEqualTo("A body must say its length and have at most 1 MiB");
      }
      assertThatThrownBy(
              () -> put(path, "application/json", unannounced, HttpClient.Version.HTTP_2))
          .isInstanceOf(IOException.class);
    }
    assertThat(photosOf("1")).isEmpty();
    String wide = "bib,name\n" + ("77," + "x".repeat(100) + "\n").repeat(1 << 15);
    assertThat(putStartList("text/csv", wide).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> putStartList(String contentType, String list) throws Exception {
    return put(
        "/bibs/start-list",
        contentType,
        HttpRequest.BodyPublishers.ofString(list),
        HttpClient.Version.HTTP_1_1);
  }

  /** For megabytes, over which REST Assured takes many seconds. */
  private HttpResponse<String> put(
      String path, String contentType, HttpRequest.BodyPublisher body, HttpClient.Version version)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/api/v1/admin/events/" + event + path))
            .header("X-API-Key", admin)
            .header("Content-Type", contentType)
            .PUT(body)
            .version(version)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void correctionsWinAndSurviveIndexingAgain() {
    UUID photo = photo("2026-05-01T10:00:00Z", "88", .95);
    correct(photo, List.of(" b9 "), List.of("88"));
    assertThat(photosOf("88")).isEmpty();
    assertThat(photosOf("B9")).containsExactly(photo.toString());

    gallery.read(event, photo, Gallery.reading("88", .97), Gallery.reading("99", .97));

    assertThat(photosOf("88")).isEmpty();
    assertThat(photosOf("B9")).containsExactly(photo.toString());
    assertThat(photosOf("99")).containsExactly(photo.toString());
    correct(photo, List.of("88"), List.of());
    assertThat(photosOf("88")).containsExactly(photo.toString());
  }

  @Test
  void correctionsThatMakeNoSenseAreRefused() {
    UUID photo = photo("2026-05-01T10:00:00Z", "88", .95);
    admin(
            "PUT",
            "photos/" + photo,
            new BibAdminResource.CorrectionBody(List.of("88", "<x>"), null, null))
        .statusCode(422)
        .body("message", equalTo("add.1: is not a bib number"));
    admin(
            "PUT",
            "photos/" + UUID.randomUUID(),
            new BibAdminResource.CorrectionBody(List.of("1"), null, null))
        .statusCode(404)
        .body("message", equalTo("Image not found"));
    admin("PUT", "photos/x", new BibAdminResource.CorrectionBody(List.of("1"), null, null))
        .statusCode(404);
    admin("PUT", "start-list", "{\"bibs\": [\"1\", \"\"]}")
        .statusCode(422)
        .body("message", equalTo("bibs.1: is not a bib number"));
    admin("PUT", "start-list", "{}").statusCode(422);
    for (String path : List.of("start-list", "photos/" + photo)) {
      for (String body : List.of("nonsense", "{\"bibs\": [", "{\"add\": [\"1\"")) {
        admin("PUT", path, body)
            .statusCode(422)
            .body("message", equalTo("body: is not valid JSON of the expected shape"));
      }
    }
  }

  @Test
  void bibsPassThroughFacesWhereTheEventWantsIt() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).setBibPropagation(true).build());
    float[] runner = Gallery.face(1);
    UUID seed = gallery.indexed(event, "2026-05-01T10:00:00Z");
    UUID hidden = gallery.indexed(event, "2026-05-01T10:01:00Z");
    UUID other = gallery.indexed(event, "2026-05-01T10:02:00Z");
    gallery.faces(event, hidden, Gallery.face(9), Gallery.similar(runner, .8, 2));
    gallery.faces(event, other, Gallery.similar(runner, .5, 3));
    gallery.faces(event, seed, Gallery.face(8), runner);
    gallery.read(event, seed, Gallery.worn("42", .95, 1));
    // What the index job does after it has written a photo.
    correct(seed, List.of(), List.of("0000"));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(photosOf("42")).containsExactly(seed.toString(), hidden.toString()));
    admin("GET", "photos/" + hidden, null)
        .body("data.bibs.size()", equalTo(1))
        .body("data.bibs[0].bib", equalTo("42"))
        .body("data.bibs[0].source", equalTo("propagated"))
        .body("data.bibs[0].face_known", equalTo(true));

    // A person says no for the one photo, and takes it back.
    correct(hidden, List.of(), List.of("42"));
    assertThat(photosOf("42")).containsExactly(seed.toString());
    database.transact(
        transaction ->
            Sql.of("delete from bib_correction where event_id = ? and photo_id = ?", event, hidden)
                .update(transaction));
    assertThat(photosOf("42")).containsExactly(seed.toString(), hidden.toString());

    // Without its seed, no number passes; the hidden photo is in no line any more.
    await().atMost(Duration.ofSeconds(60)).until(() -> !inLine(hidden));
    correct(seed, List.of(), List.of("42"));
    awaitPhotosOf("42");
  }

  private boolean inLine(UUID photo) {
    return database.read(
        connection ->
            Sql.of(
                    "select 1 from work_item where event_id = ? and item_id = ? and state = 'pending'",
                    event,
                    photo)
                .exists(connection));
  }

  @Test
  void whatPassesGoesWithTheDeletedPhotoItCameFromAndWithNoOther() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).setBibPropagation(true).build());
    UUID hidden = gallery.indexed(event, "2026-05-01T10:00:00Z");
    UUID seed = gallery.indexed(event, "2026-05-01T10:01:00Z");
    UUID other = gallery.indexed(event, "2026-05-01T10:02:00Z");
    gallery.faces(event, hidden, Gallery.face(1), Gallery.face(2));
    gallery.faces(event, seed, Gallery.face(1));
    gallery.faces(event, other, Gallery.face(2));
    gallery.read(event, seed, Gallery.worn("42", .95, 0));
    gallery.read(event, other, Gallery.worn("43", .95, 0));
    correct(hidden, List.of(), List.of("0000"));
    awaitPhotosOf("42", hidden, seed);
    awaitPhotosOf("43", hidden, other);

    peer.deletePhoto(event, seed.toString());

    awaitPhotosOf("42");
    awaitPhotosOf("43", hidden, other);
  }

  @Test
  void afterAChangeOfTheFaceModelBibsPassThroughTheFacesOfTheNewOne() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).setBibPropagation(true).build());
    UUID seed = gallery.indexed(event, "2026-05-01T10:00:00Z");
    UUID alike = gallery.indexed(event, "2026-05-01T10:01:00Z");
    UUID formerlyAlike = gallery.indexed(event, "2026-05-01T10:02:00Z");
    gallery.faces(event, seed, Gallery.face(1));
    gallery.faces(event, alike, Gallery.face(1));
    gallery.faces(event, formerlyAlike, Gallery.face(2));
    gallery.read(event, seed, Gallery.worn("42", .95, 0));
    database.transact(
        transaction -> {
          Sql.of("update event set propagation_model = -1 where event_id = ?", event)
              .update(transaction);
          return Sql.of(
                  "insert into propagated_bib values (?, '42', ?, ?, 1)",
                  event,
                  formerlyAlike,
                  seed)
              .update(transaction);
        });
    assertThat(photosOf("42")).containsExactly(seed.toString(), formerlyAlike.toString());

    catchUp.run();

    awaitPhotosOf("42", seed, alike);
    assertThat(propagationModel()).contains(models.serving().modelNo());

    // A replica that still serves the former model has had a part in it.
    database.transact(
        transaction ->
            Sql.of("update event set propagation_model = -1 where event_id = ?", event)
                .update(transaction));
    correct(seed, List.of(), List.of("0000"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(propagationModel()).isEmpty());
    catchUp.run();
    assertThat(propagationModel()).contains(models.serving().modelNo());
  }

  private Optional<Integer> propagationModel() {
    return database.read(
        connection ->
            Sql.of(
                    """
                    select propagation_model from event
                     where event_id = ? and propagation_model is not null
                    """,
                    event)
                .first(connection, row -> row.getInt(1)));
  }

  private void awaitPhotosOf(String bib, UUID... photos) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(photosOf(bib))
                    .containsExactlyElementsOf(Stream.of(photos).map(UUID::toString).toList()));
  }

  @Test
  void withoutTheFlagNothingPasses() {
    float[] runner = Gallery.face(1);
    UUID seed = gallery.indexed(event, "2026-05-01T10:00:00Z");
    UUID hidden = gallery.indexed(event, "2026-05-01T10:01:00Z");
    gallery.faces(event, hidden, runner);
    gallery.faces(event, seed, runner);
    gallery.read(event, seed, Gallery.worn("42", .95, 0));
    assertThat(photosOf("42")).containsExactly(seed.toString());

    // Switched on through the feed, every photo is looked at again; switched off, all is undone.
    peer.put(Gallery.event(event).setBibPropagation(true).build());
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(photosOf("42")).hasSize(2));
    peer.put(Gallery.event(event).build());
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(photosOf("42")).containsExactly(seed.toString()));
  }
}
