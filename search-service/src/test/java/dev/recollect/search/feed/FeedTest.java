package dev.recollect.search.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.library.v1.Photo;
import dev.recollect.search.face.ModelRegistry;
import dev.recollect.search.index.IndexCatchUp;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.JsonAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a change in the library to what participants find, over the wire at both ends. */
@QuarkusTest
class FeedTest extends ServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Two values of a vector as the database writes it. */
  private static final String VECTOR = "\\d,-?\\d\\.\\d";

  private static final List<String> OF_EVENTS =
      List.of(
          "event",
          "photo",
          "face",
          "face_block",
          "photo_index",
          "bib_reading",
          "bib_correction",
          "propagated_bib",
          "start_list_entry",
          "face_search",
          "face_search_match",
          "face_search_claim",
          "work_item");

  @Inject Gallery gallery;
  @Inject Database database;
  @Inject IndexCatchUp catchUp;
  @Inject ModelRegistry registry;
  @Inject FaceModels models;

  private long event;
  private String reader;
  private String admin;

  @BeforeEach
  void openEvent() {
    event = Gallery.newEventId();
    peer.put(Gallery.event(event).build());
    reader = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    admin = peer.key(Gallery.ORGANISATION, Scope.SCOPE_ADMIN);
  }

  private JsonPath admin(String method, String path) {
    return JsonPath.from(answer(method, path));
  }

  private String answer(String method, String path) {
    return given()
        .header("X-API-Key", admin)
        .request(method, "/api/v1/admin/events/" + event + "/index" + path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private void awaitIndexed(int photos) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode progress = JsonAnswer.field(answer("GET", ""), "/data");
              assertThat(progress.get("indexed").intValue()).isEqualTo(photos);
              assertThat(progress.get("pending").intValue()).isZero();
            });
  }

  private List<String> search(byte[] selfie) {
    return given()
        .header("X-API-Key", reader)
        .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
        .post("/api/v1/ext/7/event/" + event + "/faces")
        .then()
        .statusCode(200)
        .extract()
        .path("data.images.image_id");
  }

  private List<String> page(String requestId) {
    return given()
        .header("X-API-Key", reader)
        .get("/api/v1/ext/7/event/" + event + "/faces/" + requestId)
        .then()
        .statusCode(200)
        .extract()
        .path("data.images.image_id");
  }

  private long rows(String table) {
    return database.read(
        connection ->
            Sql.of("select count(*) from " + table + " where event_id = ?", event)
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  @Test
  void photosAreFoundByFaceAndBibOnceIndexedAndGoneOnceDeleted() {
    Photo ann = gallery.uploaded(event, TestPhotos.runner(0, 1, "4711")).build();
    Photo bob = gallery.uploaded(event, TestPhotos.runner(1, 1, "815")).build();
    Photo annAgain = gallery.uploaded(event, TestPhotos.portrait(0, 2)).build();
    for (Photo photo : List.of(ann, bob, annAgain)) {
      peer.put(photo);
    }
    awaitIndexed(3);

    assertThat(search(TestPhotos.portrait(0, 0)))
        .containsExactlyInAnyOrder(ann.getPhotoId(), annAgain.getPhotoId());
    assertThat(search(TestPhotos.portrait(1, 0))).containsExactly(bob.getPhotoId());
    given()
        .header("X-API-Key", reader)
        .get("/api/v1/ext/7/event/" + event + "/bibs/4711")
        .then()
        .statusCode(200)
        .body("data.images.image_id", equalTo(List.of(ann.getPhotoId())));
    JsonPath status = admin("GET", "/photos/" + ann.getPhotoId());
    assertThat(status.getString("data.status")).isEqualTo("indexed");
    assertThat(status.getInt("data.attempts")).isEqualTo(1);
    assertThat(status.getInt("data.faces")).isEqualTo(1);
    assertThat(status.getInt("data.bib_readings")).isEqualTo(1);
    JsonPath progress = admin("GET", "");
    assertThat(progress.getInt("data.total")).isEqualTo(3);
    assertThat(progress.getInt("data.failed")).isZero();
    assertThat(progress.getDouble("data.rate_per_second")).isPositive();
    assertThat(progress.getDouble("data.eta_seconds")).isZero();

    // A new rendition changes URLs, not the index.
    peer.put(ann.toBuilder().setRenditionVersion(9).build());
    String requestId =
        given()
            .header("X-API-Key", reader)
            .multiPart("selfie", "selfie.jpg", TestPhotos.portrait(0, 0), "image/jpeg")
            .post("/api/v1/ext/7/event/" + event + "/faces")
            .path("data.request_id");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .header("X-API-Key", reader)
                    .get("/api/v1/ext/7/event/" + event + "/bibs/4711")
                    .then()
                    .body(
                        "data.images[0].img_url",
                        equalTo(
                            "http://photos.example/imgs/%d/large/%s.jpg?v=9"
                                .formatted(event, ann.getPhotoId()))));
    assertThat(admin("GET", "").getInt("data.pending")).isZero();

    List<String> before = page(requestId);
    peer.deletePhoto(event, before.getFirst());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(page(requestId)).isEqualTo(before.subList(1, 2)));
    assertThat(rows("photo")).isEqualTo(2);
    assertThat(rows("face")).isEqualTo(2);
    List<Integer> ranks =
        database.read(
            connection ->
                Sql.of(
                        "select rank from face_search_match where request_id = ? order by rank",
                        UUID.fromString(requestId))
                    .list(connection, row -> row.getInt(1)));
    assertThat(ranks).containsExactly(1);

    fillWhatOnlySomeEventsHave(before.get(1));
    for (String table : OF_EVENTS) {
      assertThat(rows(table)).as(table).isPositive();
    }
    peer.deleteEvent(event);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(rows("photo") + rows("event")).isZero());
    for (String table : OF_EVENTS) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  private void fillWhatOnlySomeEventsHave(String photo) {
    UUID photoId = UUID.fromString(photo);
    Object[][] rows = {
      {"insert into bib_correction values (?, ?, '1', true)", event, photoId},
      {"insert into propagated_bib values (?, '1', ?, ?, 1)", event, photoId, photoId},
      {"insert into start_list_entry values (?, '1')", event},
      {
        "insert into face_search_claim values (?, ?, ?, ?, now())",
        Gallery.ORGANISATION,
        UUID.randomUUID(),
        event,
        UUID.randomUUID()
      },
    };
    database.transact(
        transaction -> {
          for (Object[] row : rows) {
            Sql.of((String) row[0], Arrays.copyOfRange(row, 1, row.length)).update(transaction);
          }
          return null;
        });
  }

  @Test
  void noTableOfEventsIsForgotten() {
    List<String> tables =
        database.read(
            connection ->
                Sql.of(
                        """
                        select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
                         where a.attname = 'event_id' and c.relkind in ('r', 'p')
                           and not c.relispartition
                           and c.relnamespace = current_schema()::regnamespace
                        """)
                    .list(connection, row -> row.getString(1)));
    assertThat(tables).containsExactlyInAnyOrderElementsOf(OF_EVENTS);
  }

  @Test
  void photosThatAModelHasNotSeenAreIndexedUnderIt() {
    int newer = database.transact(t -> registry.faceModel(t, "of a newer replica", 512));
    catchUp.run();
    assertThat(behind(models.numbers())).isEmpty();
    assertThat(behind(List.of(newer))).containsExactly(newer);
    database.transact(
        t -> {
          registry.caughtUp(t, List.of(newer));
          return null;
        });

    // By this replica, which does not know the newer one's model.
    peer.put(gallery.uploaded(event, TestPhotos.portrait(0, 1)).build());
    awaitIndexed(1);
    assertThat(behind(List.of(newer))).containsExactly(newer);
    assertThat(behind(models.numbers())).isEmpty();

    // By an older replica, which does not know this one's.
    database.transact(
        t -> {
          registry.looked(t, List.of());
          return Sql.of("delete from photo_index where event_id = ?", event).update(t);
        });
    catchUp.run();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("photo_index")).isEqualTo(1));
    assertThat(behind(models.numbers())).isEmpty();
  }

  private List<Integer> behind(List<Integer> models) {
    return database.transact(transaction -> registry.beginToCatchUp(transaction, models));
  }

  @Test
  void whatIsSaidOfAFailedStatementHoldsNoEmbedding() throws Exception {
    gallery.open(peer, Gallery.event(event).build());
    refuseFaces();
    UUID known = gallery.indexed(event, null);
    StringWriter told = new StringWriter();
    assertThatThrownBy(() -> gallery.faces(event, known, Gallery.face(1)))
        .satisfies(failure -> failure.printStackTrace(new PrintWriter(told)));
    assertThat(told.toString())
        .contains("violates check constraint \"refused\"")
        .doesNotContainPattern(VECTOR);

    Photo photo = gallery.uploaded(event, TestPhotos.portrait(0, 0)).build();
    peer.put(photo);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lastError(photo))
                    .contains("violates check constraint \"refused\"")
                    .doesNotContainPattern(VECTOR));
    assertThat(reasonFor(photo)).isEqualTo("The work failed; the server's log says why.");
  }

  private String lastError(Photo photo) {
    return database.read(
        connection ->
            Sql.of(
                    """
                    select coalesce(last_error, '') from work_item
                     where queue = 'index' and event_id = ? and item_id = ?::uuid
                    """,
                    event,
                    photo.getPhotoId())
                .first(connection, row -> row.getString(1))
                .orElse(""));
  }

  /** From now on the database refuses every face of the event. */
  private void refuseFaces() {
    List<String> partitions =
        database.read(
            connection ->
                Sql.of(
                        "select relname from pg_class where relname like ? and relkind = 'r'",
                        "face\\_block\\_%\\_e" + event)
                    .list(connection, row -> row.getString(1)));
    assertThat(partitions).isNotEmpty();
    for (String partition : partitions) {
      database.transact(
          transaction ->
              Sql.of("alter table " + partition + " add constraint refused check (false) not valid")
                  .update(transaction));
    }
  }

  private String reasonFor(Photo photo) {
    return given()
        .header("X-API-Key", admin)
        .get("/api/v1/admin/events/" + event + "/index/photos/" + photo.getPhotoId())
        .then()
        .statusCode(200)
        .extract()
        .path("data.reason");
  }

  @Test
  void theOperatorsRebuildIndexesEverythingAgainWithoutDuplicates() {
    Photo photo = gallery.uploaded(event, TestPhotos.portrait(0, 1)).build();
    peer.put(photo);
    awaitIndexed(1);
    List<String> firstTime = indexedBy();

    String path = "/api/v1/admin/index/rebuild";
    Response answer = given().header("X-API-Key", peer.key(0, Scope.SCOPE_ADMIN)).post(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    new DocumentedExamples(given().get("/q/openapi?format=json").asString())
        .check("POST", path, 200, answer.asString());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(indexedBy()).hasSize(1).isNotEqualTo(firstTime));
    awaitIndexed(1);
    assertThat(rows("face")).isEqualTo(1);
    assertThat(rows("photo")).isEqualTo(1);
  }

  /** The transactions that wrote what is known of the photos. */
  private List<String> indexedBy() {
    return database.read(
        connection ->
            Sql.of("select xmin::text from photo_index where event_id = ?", event)
                .list(connection, row -> row.getString(1)));
  }

  @Test
  void whileThePhotosServiceIsAwayWhatIsKnownIsIndexed() {
    Photo photo = gallery.uploaded(event, TestPhotos.portrait(2, 0)).build();
    peer.put(photo);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("photo")).isEqualTo(1));
    peer.setAway(true);
    try {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("face")).isEqualTo(1));
    } finally {
      peer.setAway(false);
    }
    Photo next = gallery.uploaded(event, TestPhotos.portrait(2, 1)).build();
    peer.put(next);
    awaitIndexed(2);
  }
}
