package dev.recollect.search.selfie;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.inference.Inference;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SelfieApiTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Database database;
  @Inject Inference inference;
  @Inject MeterRegistry metrics;
  @Inject SearchExpiry expiry;
  @Inject SearchClaims claims;

  private long event;
  private String key;

  @BeforeEach
  void openEvent() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
  }

  private RequestSpecification request() {
    return given().header("X-API-Key", key);
  }

  private String path() {
    return "/api/v1/ext/7/event/" + event + "/faces";
  }

  private ValidatableResponse post(byte[] selfie, String query) {
    return request()
        .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
        .post(path() + query)
        .then();
  }

  private float[] faceOf(byte[] selfie) throws Exception {
    return inference.selfie(TestPhotos.file(selfie)).orElseThrow().face().embedding().values();
  }

  /** Ten photos of a person, the nth at a cosine of .95 - n/100, and one of somebody else. */
  private List<String> tenPhotosOf(float[] face) {
    List<String> photos = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      UUID photo = gallery.indexed(event, "2026-05-01T10:0%d:00Z".formatted(i));
      gallery.faces(
          event, photo, Gallery.face(100 + i), Gallery.similar(face, .95 - i / 100.0, 200 + i));
      photos.add(photo.toString());
    }
    gallery.faces(event, gallery.indexed(event, null), Gallery.face(300));
    return photos;
  }

  @Test
  void aSelfieFindsThePhotosOfItsFaceBestFirst() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    List<String> photos = tenPhotosOf(faceOf(selfie));

    Response found =
        post(selfie, "?page_size=4")
            .statusCode(200)
            .body("responseType", equalTo("success"))
            .body("message", equalTo("Computed face search"))
            .body("data.confidence_percentage", equalTo(80f))
            .body("data.images.image_id", equalTo(photos.subList(0, 4)))
            .body("data.images[0].size()", equalTo(6))
            .body("data.pagination.total", equalTo(10))
            .body("data.pagination.totalPages", equalTo(3))
            .extract()
            .response();
    String id = found.path("data.request_id");
    assertThat(UUID.fromString(id).toString()).isEqualTo(id);

    request()
        .get(path() + "/" + id + "?page=3&page_size=4")
        .then()
        .statusCode(200)
        .body("message", equalTo("Computed face search"))
        .body("data.request_id", equalTo(id))
        .body("data.images.image_id", equalTo(photos.subList(8, 10)))
        .body("data.pagination.currentPage", equalTo(3))
        .body("data.pagination.hasNextPage", equalTo(false));
  }

  @Test
  void aSelfieOfAnyKindOrTurnedByItsExifFindsWhatTheUprightJpegFinds() throws Exception {
    byte[] upright = TestPhotos.portrait(0, 1);
    List<String> photos = tenPhotosOf(faceOf(upright));

    for (byte[] selfie :
        List.of(
            TestPhotos.webp(upright),
            TestPhotos.png(upright),
            TestPhotos.heic(upright),
            TestPhotos.turned(upright))) {
      post(selfie, "").statusCode(200).body("data.images.image_id", equalTo(photos));
    }
  }

  @Test
  void equallyGoodMatchesComeByCaptureTime() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    float[] same = Gallery.similar(faceOf(selfie), .8, 1);
    UUID later = gallery.indexed(event, "2026-05-01T11:00:00Z");
    UUID never = gallery.indexed(event, null);
    UUID first = gallery.indexed(event, "2026-05-01T10:00:00Z");
    for (UUID photo : List.of(later, never, first)) {
      gallery.faces(event, photo, same, same);
    }
    gallery.faces(event, gallery.indexed(event, "2026-05-01T09:00:00Z", false), same);

    post(selfie, "")
        .body(
            "data.images.image_id",
            equalTo(List.of(first.toString(), later.toString(), never.toString())));
  }

  @Test
  void theEventsThresholdIsInForce() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    event =
        gallery.open(peer, Gallery.event(Gallery.newEventId()).setFaceThresholdPercent(95).build());
    // 95 % is a cosine of .573 by the model's calibration.
    UUID above = gallery.indexed(event, null);
    gallery.faces(event, above, Gallery.similar(faceOf(selfie), .58, 1));
    gallery.faces(event, gallery.indexed(event, null), Gallery.similar(faceOf(selfie), .56, 2));

    post(selfie, "")
        .body("data.confidence_percentage", equalTo(95f))
        .body("data.images.image_id", equalTo(List.of(above.toString())));
  }

  @Test
  void nothingFoundIsAnEmptyPage() {
    post(TestPhotos.portrait(0, 1), "")
        .statusCode(200)
        .body("message", equalTo("Computed face search"))
        .body("data.images.size()", equalTo(0))
        .body("data.pagination.total", equalTo(0))
        .body("data.pagination.currentPage", equalTo(0))
        .body("data.pagination.page_size", equalTo(32));
  }

  @Test
  void everyPartNameIsTaken() {
    for (String part : List.of("selfie", "file", "image", "selfie_image")) {
      request()
          .multiPart(part, "me.jpg", TestPhotos.portrait(0, 1), "image/jpeg")
          .post(path())
          .then()
          .statusCode(200);
    }
  }

  @Test
  void badSelfiesAreRefusedWithTheReason() {
    byte[] face = TestPhotos.portrait(0, 1);
    byte[] large = Arrays.copyOf(face, 15 * (1 << 20) + 1);
    Object[][] cases = {
      {new byte[0], "The selfie file is empty"},
      {"not an image at all".getBytes(UTF_8), "The selfie cannot be used: "},
      {TestPhotos.bomb(), "The selfie cannot be used: "},
      {Arrays.copyOf(face, face.length / 2), "The selfie cannot be used: "},
      {TestPhotos.landscape("jpg"), "No face was found in the selfie"},
      {large, "The selfie is larger than 15 MB"},
    };
    for (Object[] refused : cases) {
      post((byte[]) refused[0], "")
          .statusCode(400)
          .body("responseType", equalTo("error"))
          .body("message", startsWith((String) refused[1]))
          .body("data", nullValue());
    }
  }

  @Test
  void requestsThatMakeNoSenseAreRefused() {
    request()
        .multiPart("other", "x")
        .post(path())
        .then()
        .statusCode(400)
        .body("message", equalTo("Send a selfie or the request_id of an earlier search"));
    request().post(path()).then().statusCode(400);
    request()
        .post(path() + "?request_id=" + UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("message", equalTo("No face search has this request_id"));
    for (String malformed : List.of("x", "1-1-1-1-1", UUID.randomUUID() + "0")) {
      request()
          .get(path() + "/" + malformed)
          .then()
          .statusCode(422)
          .body("message", equalTo("request_id: must be a UUID"));
      post(TestPhotos.portrait(0, 1), "?request_id=" + malformed).statusCode(422);
    }
    request().get(path() + "/" + UUID.randomUUID()).then().statusCode(404);
    request()
        .get(path() + "/" + UUID.randomUUID() + "?page_size=101")
        .then()
        .statusCode(422)
        .body("message", equalTo("page_size: must be at most 100"));
    post(TestPhotos.portrait(0, 1), "?page=0")
        .statusCode(422)
        .body("message", equalTo("page: must be at least 1"));
    post(TestPhotos.portrait(0, 1), "?page_size=101")
        .statusCode(422)
        .body("message", equalTo("page_size: must be at most 100"));
  }

  @Test
  void ofSeveralFacesTheLargestIsSearchedAndTheMessageSaysSo() throws Exception {
    UUID photo = gallery.indexed(event, null);
    gallery.faces(event, photo, faceOf(TestPhotos.portrait(0, 1)));

    post(TestPhotos.group(0, 1, 2, 3, 4), "")
        .statusCode(200)
        .body("message", equalTo("Computed face search for the largest of 5 faces in the selfie"))
        .body("data.images.image_id", equalTo(List.of(photo.toString())));
  }

  @Test
  void aKnownIdGivesTheStoredResultWhateverElseIsSent() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    List<String> photos = tenPhotosOf(faceOf(selfie));
    String id = UUID.randomUUID().toString();
    request()
        .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
        .multiPart("request_id", id)
        .post(path())
        .then()
        .statusCode(200)
        .body("data.request_id", equalTo(id));
    // A photo that comes later does not change what is stored.
    gallery.faces(event, gallery.indexed(event, null), faceOf(selfie));

    post(TestPhotos.portrait(1, 0), "?request_id=" + id)
        .statusCode(200)
        .body("data.images.image_id", equalTo(photos));
    post(new byte[0], "?request_id=" + id).statusCode(200);
    request().post(path() + "?request_id=" + id).then().statusCode(200);
    request()
        .formParam("request_id", id)
        .post(path())
        .then()
        .statusCode(200)
        .body("data.request_id", equalTo(id));

    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    post(selfie, "?request_id=" + id).statusCode(404);
    request()
        .get(path() + "/" + id)
        .then()
        .statusCode(404)
        .body("message", equalTo("No face search has this request_id"));
  }

  @Test
  void concurrentPostsWithOneNewIdRunOneSearch() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    List<String> photos = tenPhotosOf(faceOf(selfie));
    double before = metrics.get("recollect.search.scan").timer().count();
    String query = "?request_id=" + UUID.randomUUID();
    Callable<List<String>> post =
        () -> post(selfie, query).statusCode(200).extract().path("data.images.image_id");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> answer :
          threads.invokeAll(java.util.Collections.nCopies(6, post))) {
        assertThat(answer.get()).isEqualTo(photos);
      }
    }

    assertThat(metrics.get("recollect.search.scan").timer().count()).isEqualTo((long) before + 1);
  }

  @Test
  void aFailedSearchLeavesItsIdFree() {
    String id = "?request_id=" + UUID.randomUUID();
    post(TestPhotos.landscape("png"), id).statusCode(400);
    post(TestPhotos.portrait(0, 1), id).statusCode(200);
  }

  @Test
  void theClaimOfADeadProcessIsTakenOver() {
    UUID id = UUID.randomUUID();
    database.read(
        connection ->
            Sql.of(
                    """
                    insert into face_search_claim
                      (organisation_id, request_id, event_id, owner, claimed_until)
                    values (7, ?, ?, gen_random_uuid(), now() + interval '1 s')
                    """,
                    id,
                    event)
                .update(connection));
    post(TestPhotos.portrait(0, 1), "?request_id=" + id).statusCode(200);
  }

  @Test
  void aClaimThatWasTakenOverIsNotGivenUpByTheOneWhoLostIt() {
    UUID id = UUID.randomUUID();
    Duration over = Duration.ofSeconds(-1);
    Duration minute = Duration.ofMinutes(1);
    SearchClaims.Claim lost = take(id, over).orElseThrow();
    SearchClaims.Claim held = take(id, minute).orElseThrow();

    release(lost);
    assertThat(take(id, minute)).isEmpty();
    release(held);
    assertThat(take(id, minute)).isPresent();
  }

  private Optional<SearchClaims.Claim> take(UUID id, Duration lasting) {
    return database.read(connection -> claims.take(connection, 7, event, id, lasting));
  }

  private void release(SearchClaims.Claim claim) {
    database.read(
        connection -> {
          claims.release(connection, claim);
          return null;
        });
  }

  @Test
  void aSearchEndsWithItsRetention() {
    String id = post(TestPhotos.portrait(0, 1), "").extract().path("data.request_id");
    String other = post(TestPhotos.portrait(0, 1), "").extract().path("data.request_id");
    endRetention(id);

    request().get(path() + "/" + id).then().statusCode(404);
    expiry.run();

    List<String> left =
        database.read(
            connection ->
                Sql.of("select request_id from face_search where event_id = ?", event)
                    .list(connection, row -> row.getString(1)));
    assertThat(left).containsExactly(other);
  }

  @Test
  void anIdIsFreeOnceTheRetentionOfItsSearchIsOver() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 1);
    String id = post(selfie, "").extract().path("data.request_id");
    endRetention(id);
    List<String> photos = tenPhotosOf(faceOf(selfie));

    post(selfie, "?request_id=" + id)
        .statusCode(200)
        .body("data.request_id", equalTo(id))
        .body("data.images.image_id", equalTo(photos));
    request().get(path() + "/" + id).then().body("data.images.image_id", equalTo(photos));
  }

  private void endRetention(String id) {
    database.read(
        connection ->
            Sql.of(
                    "update face_search set expires_at = now() where request_id = ?",
                    UUID.fromString(id))
                .update(connection));
  }
}
