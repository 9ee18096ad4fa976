package dev.recollect.photos.status;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.kit.access.KeyHash;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PhotosTest
class PhotosAdminTest {
  private static final String PHOTOS = "/api/v1/admin/events/{e}/photos";

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject AgroalDataSource dataSource;

  @Test
  void aLookupKnowsExactlyTheBytesOfThisEvent() throws Exception {
    Organiser organiser = newOrganiser("Lookup");
    long eventId = organiser.newEvent("Run");
    byte[] photo = TestPhotos.jpeg(61, 80, 60);
    String imageId = Uploads.store(organiser, eventId, "p.jpg", photo);
    String known = sha256(photo);
    String unknown = KeyHash.of("other bytes");

    JsonPath answer =
        lookup(organiser, eventId, List.of(unknown, known.toUpperCase(java.util.Locale.ROOT)))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(answer.<Object>getList("data.known"))
        .isEqualTo(List.of(Map.of("sha256", known, "image_id", imageId)));
    assertThat(
            lookup(organiser, organiser.newEvent("Other"), List.of(known))
                .jsonPath()
                .getList("data.known"))
        .isEmpty();
    lookup(organiser, eventId, Collections.nCopies(1001, known)).then().statusCode(422);
    lookup(organiser, eventId, List.of(known, "xyz"))
        .then()
        .statusCode(422)
        .body("message", equalTo("sha256.1: must be 64 hexadecimal digits"));
  }

  @Test
  void aDeletedPhotoIsGoneEverywhere() {
    Organiser organiser = newOrganiser("Delete");
    long eventId = organiser.newEvent("Run");
    String imageId = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(62, 80, 60));
    Uploads.awaitShown(organiser, eventId, 1);

    organiser
        .request()
        .delete(PHOTOS + "/{i}", eventId, imageId)
        .then()
        .statusCode(200)
        .body("message", equalTo("Photo deleted"));

    Uploads.awaitShown(organiser, eventId, 0);
    organiser.request().get(PHOTOS + "/{i}", eventId, imageId).then().statusCode(404);
    organiser.request().delete(PHOTOS + "/{i}", eventId, imageId).then().statusCode(404);
    given().get("/imgs/{e}/large/{i}.jpg?v=1", eventId, imageId).then().statusCode(404);
    String prefix = organiser.organisationId() + "/" + eventId + "/";
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(keys(buckets.originalsBucket(), prefix)).isEmpty();
              assertThat(keys(buckets.renditionsBucket(), prefix)).isEmpty();
            });
    assertThat(Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(62, 80, 60)))
        .isNotEqualTo(imageId);
  }

  @Test
  void aDeletedEventTakesItsFilesAndRowsAlong() {
    Organiser organiser = newOrganiser("Delete event");
    long eventId = organiser.newEvent("Run");
    Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(63, 80, 60));
    Uploads.awaitShown(organiser, eventId, 1);

    organiser.request().delete("/api/v1/admin/events/{e}", eventId).then().statusCode(200);

    organiser.request().get(organiser.eventPath(eventId) + "/images").then().statusCode(404);
    String prefix = organiser.organisationId() + "/" + eventId + "/";
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(keys(buckets.originalsBucket(), prefix)).isEmpty();
              assertThat(keys(buckets.renditionsBucket(), prefix)).isEmpty();
              assertThat(count("photo", eventId) + count("gallery_bucket", eventId)).isZero();
            });
  }

  @Test
  void anOriginalThatCannotBeRenderedIsSetAsideWithItsReasonAndRequeued() throws Exception {
    Organiser organiser = newOrganiser("Dead");
    long eventId = organiser.newEvent("Run");
    byte[] photo = TestPhotos.jpeg(64, 800, 600);
    // Headers and structure stay whole; what the pixels are coded with does not.
    String imageId = Uploads.store(organiser, eventId, "p.jpg", photo);
    Uploads.awaitShown(organiser, eventId, 1);
    storage.remove(
        buckets.originalsBucket(), organiser.organisationId() + "/" + eventId + "/" + imageId);
    organiser
        .request()
        .multiPart(
            "landscape", "l.png", TestPhotos.overlay(java.awt.Color.RED, 20, 10), "image/png")
        .put("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(200);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(progress(organiser, eventId).getInt("data.dead")).isEqualTo(1));
    JsonPath dead =
        organiser.request().get("/api/v1/admin/events/{e}/renditions/dead", eventId).jsonPath();
    assertThat(dead.getInt("data.pagination.total")).isEqualTo(1);
    assertThat(dead.getString("data.renditions[0].image_id")).isEqualTo(imageId);
    assertThat(dead.getString("data.renditions[0].filename")).isEqualTo("p.jpg");
    assertThat(dead.getString("data.renditions[0].reason"))
        .isEqualTo("The original is missing in the storage");

    java.nio.file.Path file = java.nio.file.Files.createTempFile("original", ".jpg");
    java.nio.file.Files.write(file, photo);
    storage.put(
        buckets.originalsBucket(),
        organiser.organisationId() + "/" + eventId + "/" + imageId,
        file,
        "image/jpeg");
    java.nio.file.Files.delete(file);
    organiser
        .request()
        .post("/api/v1/admin/events/{e}/renditions/requeue", eventId)
        .then()
        .statusCode(200)
        .body("data.requeued", equalTo(1));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(progress(organiser, eventId).getInt("data.done")).isEqualTo(1));
    JsonPath after = progress(organiser, eventId);
    Map<String, Object> expected =
        Map.of(
            "photos", 1,
            "shown", 1,
            "pending", 0,
            "done", 1,
            "dead", 0,
            "per_minute", 1,
            "eta_seconds", 0);
    assertThat(after.<String, Object>getMap("data")).isEqualTo(expected);
  }

  @Test
  void aDirectUploadIsCheckedAndTakenInOnce() throws Exception {
    Organiser organiser = newOrganiser("Direct");
    long eventId = organiser.newEvent("Run");
    byte[] photo = TestPhotos.jpeg(65, 160, 120);
    JsonPath begun = begin(organiser, eventId, "direct.jpg");
    assertThat(begun.getString("data.method")).isEqualTo("PUT");
    String complete =
        "/api/v1/admin/events/"
            + eventId
            + "/uploads/"
            + begun.getString("data.upload_id")
            + "/complete";

    organiser
        .request()
        .post(complete)
        .then()
        .statusCode(400)
        .body("message", equalTo("Nothing was put to the URL of this upload"));
    assertThat(put(begun.getString("data.url"), photo)).isEqualTo(200);
    JsonPath done = organiser.request().post(complete).then().statusCode(200).extract().jsonPath();
    assertThat(done.getString("data.status")).isEqualTo("stored");
    assertThat(done.getString("data.filename")).isEqualTo("direct.jpg");
    JsonPath again = organiser.request().post(complete).then().statusCode(200).extract().jsonPath();
    assertThat(again.<String, Object>getMap("data")).isEqualTo(done.<String, Object>getMap("data"));
    Uploads.awaitShown(organiser, eventId, 1);
    String imageId = done.getString("data.image_id");
    assertThat(
            keys(
                buckets.originalsBucket(),
                "incoming/" + organiser.organisationId() + "/" + eventId + "/"))
        .isEmpty();
    JsonPath status =
        organiser.request().get(PHOTOS + "/{i}", eventId, imageId).then().extract().jsonPath();
    assertThat(status.getString("data.sha256")).isEqualTo(sha256(photo));
    assertThat(status.getBoolean("data.ready")).isTrue();
    assertThat(status.getString("data.rendition_state")).isEqualTo("done");
  }

  @Test
  void aDirectUploadOfKnownBytesIsADuplicateHoweverOftenOneAsks() throws Exception {
    Organiser organiser = newOrganiser("Direct twice");
    long eventId = organiser.newEvent("Run");
    byte[] photo = TestPhotos.jpeg(67, 90, 60);
    String imageId = Uploads.store(organiser, eventId, "first.jpg", photo);
    JsonPath begun = begin(organiser, eventId, "second.jpg");
    put(begun.getString("data.url"), photo);
    String complete =
        "/api/v1/admin/events/"
            + eventId
            + "/uploads/"
            + begun.getString("data.upload_id")
            + "/complete";
    for (int asked = 1; asked <= 2; asked++) {
      organiser
          .request()
          .post(complete)
          .then()
          .statusCode(200)
          .body("data.status", equalTo("duplicate"))
          .body("data.image_id", equalTo(imageId))
          .body("data.filename", equalTo("second.jpg"));
    }
  }

  @Test
  void aRefusedDirectUploadLeavesNothing() throws Exception {
    Organiser organiser = newOrganiser("Direct refused");
    long eventId = organiser.newEvent("Run");
    JsonPath begun = begin(organiser, eventId, null);
    put(begun.getString("data.url"), "no photo".getBytes());
    String complete =
        "/api/v1/admin/events/"
            + eventId
            + "/uploads/"
            + begun.getString("data.upload_id")
            + "/complete";

    organiser
        .request()
        .post(complete)
        .then()
        .statusCode(200)
        .body("data.status", equalTo("refused"));

    organiser.request().post(complete).then().statusCode(404);
    assertThat(keys(buckets.originalsBucket(), "incoming/" + organiser.organisationId() + "/"))
        .isEmpty();
    assertThat(keys(buckets.originalsBucket(), organiser.organisationId() + "/")).isEmpty();
  }

  @Test
  void anEventsCoverIsShownInTheList() {
    Organiser organiser = newOrganiser("Cover");
    long eventId = organiser.newEvent("Run");
    String imageId = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(66, 80, 60));
    Uploads.awaitShown(organiser, eventId, 1);
    organiser.change(eventId, Map.of("cover_image_id", imageId)).statusCode(200);

    organiser
        .request()
        .get("/api/v1/ext/{o}/events", organiser.organisationId())
        .then()
        .body(
            "data.events[0].cover_image",
            equalTo("https://photos.example/imgs/" + eventId + "/large/" + imageId + ".jpg?v=1"));
  }

  private long count(String table, long eventId) throws java.sql.SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement select = connection.createStatement();
        java.sql.ResultSet row =
            select.executeQuery("select count(*) from " + table + " where event_id = " + eventId)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static JsonPath progress(Organiser organiser, long eventId) {
    return organiser.request().get("/api/v1/admin/events/{e}/progress", eventId).jsonPath();
  }

  private static JsonPath begin(Organiser organiser, long eventId, String filename) {
    return organiser
        .request()
        .contentType("application/json")
        .body(filename == null ? Map.of() : Map.of("filename", filename))
        .post("/api/v1/admin/events/{e}/uploads", eventId)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static int put(String url, byte[] bytes) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url))
                  .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static io.restassured.response.Response lookup(
      Organiser organiser, long eventId, List<String> hashes) {
    return organiser
        .request()
        .contentType("application/json")
        .body(Map.of("sha256", hashes))
        .post(PHOTOS + "/lookup", eventId);
  }

  private List<String> keys(String bucket, String prefix) {
    List<String> keys = new ArrayList<>();
    storage.list(bucket, prefix, keys::add);
    return keys;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
