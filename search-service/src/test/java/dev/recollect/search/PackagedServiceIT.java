package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.PackagedService;
import dev.recollect.search.testing.PhotosPeer;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestServers;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
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
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String DONE =
      "select count(*) from work_item where queue = 'index' and state = 'done'";
  private static final String WAITING =
      """
      select count(*) from work_item
       where queue = 'index' and state = 'pending'
         and last_error like 'The object storage does not answer (get)%'
      """;

  @Test
  void indexingOutlivesAKillAndAnOutageOfTheStorageWithoutLossOrDuplicates() throws Exception {
    TestServers servers = TestServers.get().withNewDatabase();
    upload(servers);
    int port = freePort();
    try (PhotosPeer peer = new PhotosPeer();
        StorageProxy storage = new StorageProxy(servers.s3Endpoint());
        Connection database =
            DriverManager.getConnection(
                servers.jdbcUrl("search"), servers.user(), servers.password())) {
      peer.put(Gallery.event(EVENT).build());
      for (int i = 0; i < PHOTOS; i++) {
        peer.put(Gallery.described(EVENT, id(i), servers.bucket("originals"), original(i)).build());
      }
      Map<String, String> own =
          Map.of(
              "recollect.storage.endpoint",
              storage.endpoint(),
              // Whoever were to count attempts in an outage would soon have given up.
              "recollect.jobs.attempts",
              "2");
      storage.holdReadsAfter(PHOTOS_BEFORE_THE_KILL);
      try (PackagedService service =
          PackagedService.start(servers, peer, port, TestPhotos.models(), own)) {
        awaitIndexed(service, database, PHOTOS_BEFORE_THE_KILL);
        service.kill();
      }
      assertThat(count(database, "select count(*) from photo_index"))
          .isEqualTo(PHOTOS_BEFORE_THE_KILL);
      // All of a photo or nothing of it.
      assertThat(count(database, DONE)).isEqualTo(PHOTOS_BEFORE_THE_KILL);
      assertFacesMatchTheIndex(database);

      storage.goAway();
      try (PackagedService service =
          PackagedService.start(servers, peer, port, TestPhotos.models(), own)) {
        String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
        await().atMost(PATIENCE).until(() -> answers(port) || !service.isAlive());
        assertFindsWhatIsIndexed(port, key, database);
        await().atMost(PATIENCE).until(() -> postponed(port) > 2 * LEFT);
        assertThat(count(database, WAITING)).isEqualTo(LEFT);
        assertThat(service.isReady()).as("readiness tells of the storage").isFalse();
        assertFindsWhatIsIndexed(port, key, database);

        storage.comeBack();
        awaitIndexed(service, database, PHOTOS);
        await().atMost(PATIENCE).until(service::isReady);
        assertThat(count(database, DONE)).isEqualTo(PHOTOS);
        assertThat(count(database, "select count(*) from photo")).isEqualTo(PHOTOS);
        assertThat(count(database, "select count(*) from photo_index where faces >= 1"))
            .isEqualTo(PHOTOS);
        assertFacesMatchTheIndex(database);
        System.out.println("resident after indexing: " + service.residentMegabytes() + " MB");
        // The memory of inference goes back once nothing has come for a while.
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> service.residentMegabytes() <= MOST_MEGABYTES);
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
            PackagedService.start(TestServers.get().withNewDatabase(), peer, freePort(), folder)) {
      assertThat(service.exitCode()).isNotZero();
      assertThat(service.output()).contains("fr_landmark").contains("sha256");
    }
  }

  private static boolean answers(int port) {
    try {
      return to(port).get("/q/health/live").statusCode() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  private static RequestSpecification to(int port) {
    return given().baseUri("http://127.0.0.1").port(port);
  }

  /** Items that were put off because of the storage. */
  private static long postponed(int port) {
    return to(port)
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("recollect_jobs_seconds_count"))
        .filter(line -> line.contains("outcome=\"postponed\"") && line.contains("\"index\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static void assertFindsWhatIsIndexed(int port, String key, Connection database)
      throws SQLException {
    int photo =
        (int) count(database, "select right(photo_id::text, 4)::int from photo_index limit 1");
    assertThat(
            to(port)
                .header("X-API-Key", key)
                .multiPart("selfie", "selfie.jpg", original(photo), "image/jpeg")
                .post("/api/v1/ext/" + Gallery.ORGANISATION + "/event/" + EVENT + "/faces")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<String>getList("data.images.image_id"))
        .contains(id(photo).toString());
  }

  private static void awaitIndexed(PackagedService service, Connection database, int photos) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !service.isAlive() || indexed(database) >= photos);
    assertThat(service.isAlive()).isTrue();
  }

  private static long indexed(Connection database) {
    try {
      return count(database, "select count(*) from photo_index");
    } catch (SQLException notMigratedYet) {
      return 0;
    }
  }

  private static void assertFacesMatchTheIndex(Connection database) throws SQLException {
    assertThat(
            count(
                database,
                """
                select count(*) from photo_index i
                 where i.faces <> (select count(*) from face f
                                    where f.event_id = i.event_id and f.photo_id = i.photo_id)
                """))
        .isZero();
    assertThat(count(database, "select count(*) from face"))
        .isEqualTo(count(database, "select sum(faces) from photo_index"));
    assertThat(count(database, "select sum(cardinality(embeddings)) from face_block"))
        .isEqualTo(count(database, "select sum(faces) from photo_index"));
  }

  private static long count(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static UUID id(int photo) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + photo);
  }

  private static byte[] original(int photo) {
    return TestPhotos.portrait(photo % 5, photo / 5);
  }

  private static void upload(TestServers servers) throws Exception {
    MinioClient storage =
        MinioClient.builder()
            .endpoint(servers.s3Endpoint())
            .region("us-east-1")
            .credentials(servers.accessKey(), servers.secretKey())
            .build();
    String bucket = servers.bucket("originals");
    storage.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    for (int i = 0; i < PHOTOS; i++) {
      byte[] bytes = original(i);
      storage.putObject(
          PutObjectArgs.builder().bucket(bucket).object("o/" + id(i)).stream(
                  new ByteArrayInputStream(bytes), bytes.length, -1)
              .build());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
