package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.PackagedService;
import dev.recollect.search.testing.PhotosPeer;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.TestServers;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several processes of the service on one database, and the change to another face model. */
class ReplicasIT {
  private static final int PHOTOS = 4;
  private static final long EVENT = 43;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @Test
  void twoReplicasComputeOneSearchAndANewModelTakesOverWithoutAGap() throws Exception {
    TestServers servers = TestServers.get().withNewDatabase();
    upload(servers);
    int[] ports = {freePort(), freePort()};
    Map<String, String> both = model("recollect.models.next-face");
    try (PhotosPeer peer = new PhotosPeer();
        Connection database =
            DriverManager.getConnection(
                servers.jdbcUrl("search"), servers.user(), servers.password())) {
      peer.put(Gallery.event(EVENT).build());
      for (int i = 0; i < PHOTOS; i++) {
        peer.put(Gallery.described(EVENT, id(i), servers.bucket("originals"), photo(i)).build());
      }
      String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);

      List<String> found;
      try (PackagedService first =
          PackagedService.start(servers, peer, ports[0], TestPhotos.models(), both)) {
        // The second finds the schema made.
        await().atMost(PATIENCE).until(() -> first.isReady() || !first.isAlive());
        try (PackagedService second =
            PackagedService.start(servers, peer, ports[1], TestPhotos.models(), both)) {
          await().atMost(PATIENCE).until(() -> second.isReady() || !second.isAlive());
          await()
              .atMost(PATIENCE)
              .until(() -> count(database, "select count(*) from photo_index") == 2 * PHOTOS);
          assertThat(first.isAlive() && second.isAlive()).isTrue();

          UUID request = UUID.randomUUID();
          List<JsonPath> answers = searchAtOnce(ports, key, request);

          found = answers.getFirst().getList("data.images.image_id");
          assertThat(found).containsExactlyInAnyOrder(id(0).toString(), id(1).toString());
          for (JsonPath answer : answers) {
            assertThat(answer.getString("data.request_id")).isEqualTo(request.toString());
            assertThat(answer.getList("data.images.image_id")).isEqualTo(found);
          }
          assertThat(count(database, "select count(*) from face_search")).isEqualTo(1);
          assertThat(computed(ports)).isEqualTo(1);
        }
      }

      Map<Long, Long> faces = facesByModel(database);
      assertThat(faces).hasSize(2);
      assertThat(faces.values().stream().distinct()).hasSize(1);

      try (PackagedService switched =
          PackagedService.start(
              servers, peer, ports[0], TestPhotos.models(), model("recollect.models.face"))) {
        await().atMost(PATIENCE).until(() -> switched.isReady() || !switched.isAlive());

        Response answer = search(ports[0], key, UUID.randomUUID());

        assertThat(answer.jsonPath().<String>getList("data.images.image_id")).isEqualTo(found);
        // Nothing was indexed anew.
        assertThat(count(database, "select count(*) from photo_index")).isEqualTo(2 * PHOTOS);
        assertThat(facesByModel(database)).isEqualTo(faces);
      }
    }
  }

  /** The shipped file in the role of another model: other preprocessing, so another space. */
  private static Map<String, String> model(String role) throws Exception {
    Path file = TestPhotos.models().resolve("fr_feature.onnx");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return Map.of(
        role + ".path", file.toString(),
        role + ".sha256", HexFormat.of().formatHex(hash),
        role + ".threshold", "0.4");
  }

  private static List<JsonPath> searchAtOnce(int[] ports, String key, UUID request)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> waiting = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int port = ports[i % 2];
        waiting.add(threads.submit(() -> search(port, key, request)));
      }
      List<JsonPath> answers = new ArrayList<>();
      for (Future<Response> answer : waiting) {
        answers.add(answer.get().jsonPath());
      }
      return answers;
    }
  }

  private static Response search(int port, String key, UUID request) {
    return given()
        .baseUri("http://127.0.0.1")
        .port(port)
        .header("X-API-Key", key)
        .multiPart("selfie", "selfie.jpg", TestPhotos.portrait(0, 2), "image/jpeg")
        .multiPart("request_id", request.toString())
        .post("/api/v1/ext/" + Gallery.ORGANISATION + "/event/" + EVENT + "/faces")
        .then()
        .statusCode(200)
        .extract()
        .response();
  }

  /** Scans of the face index, over all replicas. */
  private static long computed(int[] ports) {
    long scans = 0;
    for (int port : ports) {
      scans +=
          given()
              .baseUri("http://127.0.0.1")
              .port(port)
              .get("/q/metrics")
              .asString()
              .lines()
              .filter(line -> line.startsWith("recollect_search_scan_seconds_count"))
              .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
    }
    return scans;
  }

  private static Map<Long, Long> facesByModel(Connection database) throws SQLException {
    Map<Long, Long> faces = new TreeMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("select model_no, count(*) from face group by model_no")) {
      while (rows.next()) {
        faces.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return faces;
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

  /** Two photos each of two people. */
  private static byte[] photo(int photo) {
    return TestPhotos.portrait(photo / 2, photo % 2);
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
      byte[] bytes = photo(i);
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
