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
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several processes of the service on one database, and the change to another face model. */
class ReplicasIT {
  private static final int PHOTOS = 4;
  private static final long EVENT = 43;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @Test
  void twoReplicasComputeOneSearchAndANewModelTakesOverWithoutAGap() throws Exception {
    TestServers servers = TestServers.get().withNewDatabase();
    Map<String, String> both = model("recollect.models.next-face");
    try (PhotosPeer peer = new PhotosPeer();
        TestDatabase database = TestDatabase.open(servers, "search")) {
      // Two photos each of two people.
      PortraitLibrary library =
          new PortraitLibrary(
              servers,
              peer,
              EVENT,
              IntStream.range(0, PHOTOS).mapToObj(i -> TestPhotos.portrait(i / 2, i % 2)).toList());
      String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);

      // One photo of each person comes before the new model does.
      library.tell(peer, 0, 1);
      library.tell(peer, 2, 3);
      try (PackagedService before = PackagedService.start(servers, "search", peer, Map.of())) {
        before.awaitReady();
        await()
            .atMost(PATIENCE)
            .until(() -> database.number("select count(*) from photo_index") == PHOTOS / 2);
      }
      assertThat(facesByModel(database)).hasSize(1);
      library.tell(peer, 1, 2);
      library.tell(peer, 3, 4);
      catchUpAtOnce(database);

      List<String> found;
      try (PackagedService first = PackagedService.start(servers, "search", peer, both)) {
        // The second finds the schema made.
        first.awaitReady();
        try (PackagedService second = PackagedService.start(servers, "search", peer, both)) {
          List<URI> replicas = List.of(first.address(), second.awaitReady());
          await()
              .atMost(PATIENCE)
              .until(() -> database.number("select count(*) from photo_index") == 2 * PHOTOS);
          assertThat(first.isAlive() && second.isAlive()).isTrue();

          UUID request = UUID.randomUUID();
          List<JsonPath> answers = searchAtOnce(replicas, key, request);

          found = answers.getFirst().getList("data.images.image_id");
          assertThat(found)
              .containsExactlyInAnyOrder(
                  PortraitLibrary.id(0).toString(), PortraitLibrary.id(1).toString());
          for (JsonPath answer : answers) {
            assertThat(answer.getString("data.request_id")).isEqualTo(request.toString());
            assertThat(answer.getList("data.images.image_id")).isEqualTo(found);
          }
          assertThat(database.number("select count(*) from face_search")).isEqualTo(1);
          assertThat(computed(replicas)).isEqualTo(1);
        }
      }

      Map<Long, Long> faces = facesByModel(database);
      assertThat(faces).hasSize(2);
      assertThat(faces.values().stream().distinct()).hasSize(1);

      try (PackagedService switched =
          PackagedService.start(servers, "search", peer, model("recollect.models.face"))) {
        Response answer = search(switched.awaitReady(), key, UUID.randomUUID());

        assertThat(answer.jsonPath().<String>getList("data.images.image_id")).isEqualTo(found);
        // Nothing was indexed anew.
        assertThat(database.number("select count(*) from photo_index")).isEqualTo(2 * PHOTOS);
        assertThat(facesByModel(database)).isEqualTo(faces);
      }
    }
  }

  /** Instead of within five minutes. */
  private static void catchUpAtOnce(TestDatabase database) throws SQLException {
    try (Statement statement = database.connection().createStatement()) {
      int clocks =
          statement.executeUpdate(
              "update scheduled_tasks set execution_time = now() where task_name = 'index-catch-up'");
      assertThat(clocks).isEqualTo(1);
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

  private static List<JsonPath> searchAtOnce(List<URI> replicas, String key, UUID request)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> waiting = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        URI replica = replicas.get(i % 2);
        waiting.add(threads.submit(() -> search(replica, key, request)));
      }
      List<JsonPath> answers = new ArrayList<>();
      for (Future<Response> answer : waiting) {
        answers.add(answer.get().jsonPath());
      }
      return answers;
    }
  }

  private static Response search(URI replica, String key, UUID request) {
    return given()
        .baseUri(replica.toString())
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
  private static long computed(List<URI> replicas) {
    long scans = 0;
    for (URI replica : replicas) {
      scans +=
          given()
              .baseUri(replica.toString())
              .get("/q/metrics")
              .asString()
              .lines()
              .filter(line -> line.startsWith("recollect_search_scan_seconds_count"))
              .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
    }
    return scans;
  }

  private static Map<Long, Long> facesByModel(TestDatabase database) throws SQLException {
    Map<Long, Long> faces = new TreeMap<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet rows =
            statement.executeQuery("select model_no, count(*) from face group by model_no")) {
      while (rows.next()) {
        faces.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return faces;
  }
}
