package dev.recollect.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.PackagedService;
import dev.recollect.search.testing.PhotosPeer;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.TestServers;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped: killed, restarted, weighed, and given a wrong model. */
class PackagedServiceIT {
  private static final int PHOTOS = 10;
  private static final long EVENT = 42;
  private static final long MOST_MEGABYTES = 600;

  @Test
  void aServiceKilledWhileIndexingLosesAndDuplicatesNothing() throws Exception {
    TestServers servers = TestServers.get().withNewDatabase();
    upload(servers);
    int port = freePort();
    try (PhotosPeer peer = new PhotosPeer();
        Connection database =
            DriverManager.getConnection(
                servers.jdbcUrl("search"), servers.user(), servers.password())) {
      peer.put(Gallery.event(EVENT).build());
      for (int i = 0; i < PHOTOS; i++) {
        peer.put(Gallery.described(EVENT, id(i), servers.bucket("originals"), original(i)).build());
      }
      try (PackagedService service =
          PackagedService.start(servers, peer, port, TestPhotos.models())) {
        awaitIndexed(service, database, 2);
        service.kill();
      }
      long before = count(database, "select count(*) from photo_index");
      assertThat(before).isBetween(2L, PHOTOS - 1L);
      // All of a photo or nothing of it.
      assertThat(count(database, "select count(*) from work_item where state = 'done'"))
          .isEqualTo(before);
      assertFacesMatchTheIndex(database);

      try (PackagedService service =
          PackagedService.start(servers, peer, port, TestPhotos.models())) {
        await().atMost(Duration.ofSeconds(90)).until(() -> service.isReady() || !service.isAlive());
        awaitIndexed(service, database, PHOTOS);
        assertThat(
                count(
                    database,
                    "select count(*) from work_item where queue = 'index' and state = 'done'"))
            .isEqualTo(PHOTOS);
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

  private static void awaitIndexed(PackagedService service, Connection database, int photos) {
    await()
        .atMost(Duration.ofSeconds(120))
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
