package dev.recollect.clipping.analysis;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An event whose videos are analysed, and what is asked of them over the wire. */
abstract class AnalysisFixture extends ServiceTest {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  long event;
  String key;

  @AfterEach
  void releaseFfmpeg() {
    ffmpeg.release();
  }

  @BeforeEach
  void openEvent() {
    event = TestLibrary.newEventId();
    peer.put(TestLibrary.event(event).build());
    key = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_INGEST);
    storage.ensureBucket(buckets.originalsBucket());
  }

  void upload(long videoKey, Path file, double seconds) {
    storage.put(
        buckets.originalsBucket(), TestLibrary.objectKey(event, videoKey), file, "video/mp4");
    peer.put(TestLibrary.video(event, videoKey, buckets.originalsBucket(), file, seconds));
  }

  ValidatableResponse ask(String method, String path) {
    return given()
        .header("X-API-Key", key)
        .request(method, "/api/v1/admin/events/" + event + path)
        .then();
  }

  JsonPath answer(String method, String path) {
    return ask(method, path).statusCode(200).extract().jsonPath();
  }

  JsonPath awaitStatus(long videoKey, String status) {
    String analysis = "/videos/" + videoKey + "/analysis";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String answer = ask("GET", analysis).statusCode(200).extract().asString();
              assertThat(JsonAnswer.field(answer, "/data/status").textValue()).isEqualTo(status);
            });
    return answer("GET", analysis);
  }

  long rows(String table) {
    return database.read(
        connection ->
            Sql.of("select count(*) from " + table + " where event_id = ?", event)
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  void change(String statement, Object... parameters) {
    database.transact(transaction -> Sql.of(statement, parameters).update(transaction));
  }
}
