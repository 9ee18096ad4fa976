package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.PortraitLibrary;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.PackagedService;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped: killed, restarted, cut off, weighed, and given a wrong model. */
class PackagedServiceIT {
  private static final int PHOTOS = 10;
  private static final int PHOTOS_BEFORE_THE_KILL = 4;
  private static final int LEFT = PHOTOS - PHOTOS_BEFORE_THE_KILL;
  private static final long EVENT = 42;
  private static final long MOST_MEGABYTES = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final String DONE =
      "select count(*) from work_item where queue = 'index' and state = 'done'";
  private static final String WAITING =
      """
      select count(*) from work_item
       where queue = 'index' and state = 'pending'
         and last_error like 'The object storage does not answer (stat)%'
      """;

  @Test
  void indexingOutlivesAKillAndAnOutageOfTheStorageWithoutLossOrDuplicates() throws Exception {
    TestServers servers = TestServers.get().withNewDatabase();
    try (PhotosPeer peer = new PhotosPeer();
        StorageProxy storage = new StorageProxy(servers.s3Endpoint());
        TestDatabase database = TestDatabase.open(servers, "search")) {
      List<byte[]> originals =
          IntStream.range(0, PHOTOS).mapToObj(PackagedServiceIT::original).toList();
      new PortraitLibrary(servers, peer, EVENT, originals).tell(peer, 0, PHOTOS);
      Map<String, String> own =
          Map.of(
              "recollect.storage.endpoint",
              storage.endpoint(),
              // Whoever were to count attempts in an outage would soon have given up.
              "recollect.jobs.attempts",
              "2");
      storage.holdReadsAfter(PHOTOS_BEFORE_THE_KILL);
      try (PackagedService service = PackagedService.start(servers, "search", peer, own)) {
        service.address();
        awaitIndexed(service, database, PHOTOS_BEFORE_THE_KILL);
        service.kill();
      }
      assertThat(database.number("select count(*) from photo_index"))
          .isEqualTo(PHOTOS_BEFORE_THE_KILL);
      // All of a photo or nothing of it.
      assertThat(database.number(DONE)).isEqualTo(PHOTOS_BEFORE_THE_KILL);
      assertFacesMatchTheIndex(database);

      storage.goAway();
      try (PackagedService service = PackagedService.start(servers, "search", peer, own)) {
        String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
        URI address = service.address();
        assertFindsWhatIsIndexed(address, key, database);
        await().atMost(PATIENCE).until(() -> postponed(address) > 2 * LEFT);
        await().atMost(PATIENCE).until(() -> database.number(WAITING) == LEFT);
        assertThat(service.isReady()).as("readiness tells of the storage").isFalse();
        assertFindsWhatIsIndexed(address, key, database);

        storage.comeBack();
        awaitIndexed(service, database, PHOTOS);
        await().atMost(PATIENCE).until(service::isReady);
        assertThat(database.number(DONE)).isEqualTo(PHOTOS);
        assertThat(database.number("select count(*) from photo")).isEqualTo(PHOTOS);
        assertThat(database.number("select count(*) from photo_index where faces >= 1"))
            .isEqualTo(PHOTOS);
        assertFacesMatchTheIndex(database);
        System.out.println("resident after indexing: " + service.residentMegabytes() + " MB");
        // The memory of inference goes back once nothing has come for a while.
        await().atMost(PATIENCE).until(() -> service.residentMegabytes() <= MOST_MEGABYTES);
        System.out.println("resident when idle: " + service.residentMegabytes() + " MB");
      }
    }
  }

  @Test
  void aModelFileWithAWrongHashIsRefusedAtTheStartWithTheReason(@TempDir Path folder)
      throws Exception {
    try (Stream<Path> files = Files.list(TestPhotos.models())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
    Path landmarks = folder.resolve("fr_landmark.onnx");
    byte[] bytes = Files.readAllBytes(landmarks);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(landmarks);
    Files.write(landmarks, bytes);
    try (PhotosPeer peer = new PhotosPeer();
        PackagedService service =
            PackagedService.start(
                TestServers.get().withNewDatabase(),
                "search",
                peer,
                Map.of("recollect.models.dir", folder.toString()))) {
      assertThat(service.exitCode()).isNotZero();
      assertThat(service.output()).contains("fr_landmark").contains("sha256");
    }
  }

  /** Items that were put off because of the storage. */
  private static long postponed(URI address) {
    return given()
        .baseUri(address.toString())
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("recollect_jobs_seconds_count"))
        .filter(line -> line.contains("outcome=\"postponed\"") && line.contains("\"index\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static void assertFindsWhatIsIndexed(URI address, String key, TestDatabase database)
      throws SQLException {
    int photo =
        (int) database.number("select right(photo_id::text, 4)::int from photo_index limit 1");
    assertThat(
            given()
                .baseUri(address.toString())
                .header("X-API-Key", key)
                .multiPart("selfie", "selfie.jpg", original(photo), "image/jpeg")
                .post("/api/v1/ext/" + Gallery.ORGANISATION + "/event/" + EVENT + "/faces")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<String>getList("data.images.image_id"))
        .contains(PortraitLibrary.id(photo).toString());
  }

  private static void awaitIndexed(PackagedService service, TestDatabase database, int photos) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !service.isAlive()
                    || database.number("select count(*) from photo_index") >= photos);
    assertThat(service.isAlive()).isTrue();
  }

  private static void assertFacesMatchTheIndex(TestDatabase database) throws SQLException {
    assertThat(
            database.number(
                """
                select count(*) from photo_index i
                 where i.faces <> (select count(*) from face f
                                    where f.event_id = i.event_id and f.photo_id = i.photo_id)
                """))
        .isZero();
    assertThat(database.number("select count(*) from face"))
        .isEqualTo(database.number("select sum(faces) from photo_index"));
    assertThat(database.number("select sum(cardinality(embeddings)) from face_block"))
        .isEqualTo(database.number("select sum(faces) from photo_index"));
  }

  private static byte[] original(int photo) {
    return TestPhotos.portrait(photo % 5, photo / 5);
  }
}
