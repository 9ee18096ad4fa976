package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.JsonAnswer;
import dev.recollect.video.TestVideos;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/** An event to search in, and how it is searched over the wire. */
abstract class ClipSearchFixture extends ServiceTest {
  static final Duration LIMIT = Duration.ofSeconds(90);
  static final long ORGANISATION = 31;
  private static final AtomicLong EVENTS = new AtomicLong(System.currentTimeMillis());

  @Inject Footage footage;
  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject ClipsConfig clips;

  long event;
  String key;

  /** Opens an event; a test may go on in another. */
  @BeforeEach
  void makeEvent() {
    event = EVENTS.incrementAndGet();
    key = peer.key(ORGANISATION, Scope.SCOPE_READ);
    peer.put(settings(ClipSettings.newBuilder()).build());
  }

  Event.Builder settings(ClipSettings.Builder clips) {
    return Event.newBuilder()
        .setEventId(event)
        .setOrganisationId(ORGANISATION)
        .setEventEnabled(true)
        .setBibSearch(true)
        .setVideoSearch(true)
        .setVideoSelfieSearch(true)
        .setClips(
            clips
                .setPaddingBeforeSeconds(0.5)
                .setPaddingAfterSeconds(1)
                .setMaxGapSeconds(1)
                .setMinLengthSeconds(1)
                .setMaxLengthSeconds(30)
                .setMaxClipsPerVideo(3)
                .setRetentionDays(30));
  }

  static Path pattern() {
    return TestVideos.pattern(8);
  }

  String path(String rest) {
    return "/api/v1/ext/%d/event/%d/video-clipping/%s".formatted(ORGANISATION, event, rest);
  }

  RequestSpecification caller() {
    return given().header("X-API-Key", key);
  }

  Response post(UUID faceSearch) {
    return caller().multiPart("request_id", faceSearch.toString()).post(path("search-by-selfie"));
  }

  JsonPath finished(Object id) {
    return JsonPath.from(
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> caller().get(path(id.toString())).then().statusCode(200).extract().asString(),
                answer ->
                    !JsonAnswer.field(answer, "/data/status").textValue().equals("processing")));
  }

  JsonPath searched(float[] face) {
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id).then().statusCode(200);
    return finished(id);
  }

  static String local(String url) {
    assertThat(url).startsWith("http://photos.example/vids/");
    return url.substring("http://photos.example".length());
  }

  List<String> objects() {
    List<String> keys = new ArrayList<>();
    storage.ensureBucket(clips.bucket());
    storage.list(clips.bucket(), event + "/", keys::add);
    return keys;
  }

  long count(String table, String requestId) {
    return database.read(
        connection ->
            Sql.of(
                    "select count(*) from " + table + " where event_id = ? and request_id = ?",
                    event,
                    UUID.fromString(requestId))
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  void change(String statement, Object... parameters) {
    database.transact(transaction -> Sql.of(statement, parameters).update(transaction));
  }
}
