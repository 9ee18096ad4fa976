package dev.recollect.photos.ingest;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@PhotosTest
class IngestTest {
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject AgroalDataSource dataSource;

  @Test
  void everyFileOfARequestGetsItsOwnVerdictAndRefusedOnesLeaveNothing() throws Exception {
    Organiser organiser = newOrganiser("Verdicts");
    long eventId = organiser.newEvent("Run");
    byte[] jpeg = TestPhotos.jpeg(1, 320, 240);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("one.jpg", jpeg);
    files.put("again.jpg", jpeg);
    files.put("two.png", TestPhotos.png(2, 200, 300));
    files.put("text.jpg", "not a photo at all".getBytes(StandardCharsets.UTF_8));
    files.put("empty.jpg", new byte[0]);
    files.put("cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
    files.put("bomb.png", TestPhotos.pngBomb(10_000, 10_000));
    files.put(
        "poly.jpg", concat(jpeg, "PK\3\4 a zip file follows".getBytes(StandardCharsets.UTF_8)));

    JsonPath answer =
        Uploads.send(organiser, eventId, files)
            .then()
            .statusCode(200)
            .body("message", equalTo("Files received"))
            .extract()
            .jsonPath();

    assertThat(answer.getList("data.files.filename")).isEqualTo(new ArrayList<>(files.keySet()));
    List<String> statuses = answer.getList("data.files.status");
    assertThat(statuses.subList(0, 2)).containsExactlyInAnyOrder("stored", "duplicate");
    assertThat(statuses.subList(2, 8))
        .containsExactly("stored", "refused", "refused", "refused", "refused", "refused");
    assertThat(answer.getString("data.files[0].image_id"))
        .isEqualTo(answer.getString("data.files[1].image_id"));
    List<String> reasons = answer.getList("data.files.reason");
    assertThat(reasons.subList(0, 3)).containsOnlyNulls();
    assertThat(reasons.get(3)).startsWith("The file (18 bytes) is not an image");
    assertThat(reasons.get(4)).isEqualTo("The file is empty (0 bytes).");
    assertThat(reasons.get(5)).contains("cut off");
    assertThat(reasons.get(6)).contains("100.0 megapixels");
    assertThat(reasons.get(7)).isNotBlank();

    assertThat(photoIds(eventId))
        .containsExactlyInAnyOrder(
            answer.getString("data.files[0].image_id"), answer.getString("data.files[2].image_id"));
    assertThat(objects(organiser, eventId)).containsExactlyInAnyOrderElementsOf(photoIds(eventId));
    awaitEmptyScratch();
  }

  @Test
  void theOriginalIsKeptByteForByte() throws Exception {
    Organiser organiser = newOrganiser("Bytes");
    long eventId = organiser.newEvent("Run");
    byte[] jpeg = TestPhotos.jpeg(3, 640, 480);

    String imageId = Uploads.store(organiser, eventId, "o.jpg", jpeg);

    assertThat(
            storage
                .open(
                    buckets.originalsBucket(),
                    organiser.organisationId() + "/" + eventId + "/" + imageId)
                .readAllBytes())
        .isEqualTo(jpeg);
  }

  @Test
  void theSameBytesAreStoredOnceHoweverManySendThemAtOnce() throws Exception {
    Organiser organiser = newOrganiser("Race");
    long eventId = organiser.newEvent("Run");
    byte[] jpeg = TestPhotos.jpeg(4, 400, 300);
    List<String> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> answers =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              Uploads.send(organiser, eventId, Map.of("p.jpg", jpeg))
                                  .jsonPath()
                                  .getString("data.files[0].status")))
              .toList();
      for (Future<String> answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnlyOnce("stored").containsOnly("stored", "duplicate");
    assertThat(photoIds(eventId)).hasSize(1);
    assertThat(objects(organiser, eventId)).isEqualTo(photoIds(eventId));
  }

  @Test
  void aPhotoWhoseChangeCannotBeWrittenIsNotThere() throws Exception {
    Organiser organiser = newOrganiser("Together");
    long eventId = organiser.newEvent("Run");
    byte[] jpeg = TestPhotos.jpeg(6, 120, 90);
    execute(
        """
        create function refuse_change() returns trigger language plpgsql as
          $$ begin raise exception 'refused by a test'; end $$
        """);
    try {
      execute(
          "create trigger refuse_change before insert on change for each row when (new.event_id = "
              + eventId
              + ") execute function refuse_change()");

      Uploads.send(organiser, eventId, Map.of("p.jpg", jpeg))
          .then()
          .statusCode(500)
          .body("responseType", equalTo("error"))
          .body("message", startsWith("Internal error, request "));

      assertThat(photoIds(eventId)).isEmpty();
      assertThat(rows("integrity", eventId)).isZero();
      assertThat(rows("work_item", eventId)).isZero();
      assertThat(objects(buckets.renditionsBucket(), organiser, eventId)).isEmpty();
    } finally {
      execute("drop function refuse_change() cascade");
    }
    String imageId = Uploads.store(organiser, eventId, "p.jpg", jpeg);
    assertThat(photoIds(eventId)).containsExactly(imageId);
    Uploads.awaitShown(organiser, eventId, 1);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long rows(String table, long eventId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from " + table + " where event_id = " + eventId)) {
      count.next();
      return count.getLong(1);
    }
  }

  @Test
  void anotherEventMayHaveTheSameBytes() throws Exception {
    Organiser organiser = newOrganiser("Two events");
    byte[] jpeg = TestPhotos.jpeg(5, 100, 100);
    String one = Uploads.store(organiser, organiser.newEvent("One"), "p.jpg", jpeg);
    String two = Uploads.store(organiser, organiser.newEvent("Two"), "p.jpg", jpeg);
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void aRequestWithoutFilesIsRefused() {
    Organiser organiser = newOrganiser("No files");
    long eventId = organiser.newEvent("Run");
    organiser
        .request()
        .multiPart("other", "x.jpg", new byte[] {1}, "image/jpeg")
        .post("/api/v1/admin/events/{event}/photos", eventId)
        .then()
        .statusCode(422)
        .body("message", equalTo("files: must have at least one file"));
  }

  @Test
  void aRequestWithMoreFilesThanAreTakenIsRefusedAsAWhole() throws Exception {
    Organiser organiser = newOrganiser("Many files");
    long eventId = organiser.newEvent("Run");
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] jpeg = TestPhotos.jpeg(7, 40, 30);
    for (int n = 0; n < 1000; n++) {
      files.put(n + ".jpg", jpeg);
    }
    Uploads.send(organiser, eventId, files)
        .then()
        .statusCode(200)
        .body("data.files.size()", equalTo(1000));
    long other = organiser.newEvent("Other run");
    files.put("1000.jpg", jpeg);
    // Still on its way when the answer is known.
    files.put("1001.jpg", new byte[16 << 20]);

    Uploads.send(organiser, other, files)
        .then()
        .statusCode(413)
        .header("X-Request-Id", notNullValue())
        .body("responseType", equalTo("error"))
        .body("message", equalTo("A form may have at most 1000 parts"));

    assertThat(photoIds(other)).isEmpty();
    assertThat(objects(organiser, other)).isEmpty();
    awaitEmptyScratch();
  }

  @Test
  void onlyUploadsMayHaveALargeBody() {
    Organiser organiser = newOrganiser("Large body");
    organiser
        .request()
        .contentType("application/json")
        .header("X-Request-Id", "large-1")
        .body("{\"name\": \"" + "x".repeat(1 << 20) + "\"}")
        .post("/api/v1/admin/organisations")
        .then()
        .statusCode(413)
        .header("X-Request-Id", "large-1")
        .body("message", equalTo("A body must say its length and have at most 1 MiB"));
  }

  private List<String> photoIds(long eventId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select photo_id from photo where event_id = ?")) {
      select.setLong(1, eventId);
      try (ResultSet rows = select.executeQuery()) {
        List<String> ids = new ArrayList<>();
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
        return ids;
      }
    }
  }

  private List<String> objects(Organiser organiser, long eventId) {
    return objects(buckets.originalsBucket(), organiser, eventId);
  }

  private List<String> objects(String bucket, Organiser organiser, long eventId) {
    String prefix = organiser.organisationId() + "/" + eventId + "/";
    List<String> keys = new ArrayList<>();
    storage.list(bucket, prefix, key -> keys.add(key.substring(prefix.length())));
    return keys;
  }

  private static void awaitEmptyScratch() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() -> assertThat(scratchFiles()).isEmpty());
  }

  private static List<Path> scratchFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target/scratch/uploads"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
