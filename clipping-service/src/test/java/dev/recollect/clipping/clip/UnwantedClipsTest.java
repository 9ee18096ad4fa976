package dev.recollect.clipping.clip;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.search.ClipSearchCancel;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of clips, done or being cut, that nobody wants any more. */
@QuarkusTest
class UnwantedClipsTest extends ServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Of the contract: from the answer to the cancellation to the end of ffmpeg. */
  private static final Duration CONTRACT = Duration.ofSeconds(2);

  @Inject Footage footage;
  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject ClipsConfig clips;
  @Inject ClipSearchCancel cancel;

  private long event;
  private String key;

  @BeforeEach
  void makeEvent() {
    event = TestLibrary.newEventId();
    key = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_READ);
    peer.put(
        TestLibrary.event(event)
            .setClips(
                ClipSettings.newBuilder()
                    .setPaddingBeforeSeconds(1)
                    .setPaddingAfterSeconds(1)
                    .setMinLengthSeconds(2)
                    .setMaxLengthSeconds(30)
                    .setMaxClipsPerVideo(20)
                    .setRetentionDays(30))
            .build());
  }

  /** Every clip of it has to be encoded: its only keyframe is the first picture. */
  private static Path slow() {
    return TestVideos.make(
        "one-keyframe.mkv",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=640x360:rate=25",
        "-t",
        "40",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "1000");
  }

  /** Clips of the slow video are wanted at seven places. */
  private void seenAllAlong(float[] face) {
    footage.video(event, 1, slow());
    for (int second = 3; second < 40; second += 6) {
      footage.seen(event, 1, second, face, second);
    }
  }

  private UUID search(float[] face) {
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    given()
        .header("X-API-Key", key)
        .multiPart("request_id", id.toString())
        .post(path("search-by-selfie"))
        .then()
        .statusCode(200);
    return id;
  }

  private String path(Object rest) {
    return "/api/v1/ext/%d/event/%d/video-clipping/%s"
        .formatted(TestLibrary.ORGANISATION, event, rest);
  }

  private JsonPath result(UUID id) {
    return given()
        .header("X-API-Key", key)
        .get(path(id))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private JsonPath finished(UUID id) {
    return await()
        .atMost(LIMIT)
        .until(() -> result(id), answer -> !answer.getString("data.status").equals("processing"));
  }

  private List<String> objects() {
    List<String> keys = new ArrayList<>();
    storage.ensureBucket(clips.bucket());
    storage.list(clips.bucket(), event + "/", keys::add);
    return keys;
  }

  private long count(String query) {
    return database.read(
        connection -> Sql.of(query, event).first(connection, row -> row.getLong(1)).orElseThrow());
  }

  private long clipRows() {
    return count("select count(*) from clip where event_id = ?");
  }

  private String source() {
    return Footage.key(event, 1);
  }

  /** A cut that is under way and does not end by itself. */
  private ProcessHandle heldCut() {
    return await()
        .atMost(LIMIT)
        .until(() -> ffmpeg.held(source()), cuts -> !cuts.isEmpty())
        .getFirst();
  }

  @AfterEach
  void letEverythingRun() {
    ffmpeg.release();
  }

  @Test
  void whatIsCalledOffEndsWithinTwoSecondsAndLeavesNothing() throws Exception {
    Duration shortest = CONTRACT.plusDays(1);
    // That the machine halts for a moment says nothing about the service; three times do.
    for (int i = 0; i < 3 && shortest.compareTo(CONTRACT) > 0; i++) {
      makeEvent();
      float[] face = footage.stranger();
      seenAllAlong(face);
      ffmpeg.hold(source());
      UUID id = search(face);
      CompletableFuture<Long> end = heldCut().onExit().thenApply(ended -> System.nanoTime());
      assertThat(end).isNotDone();

      cancel.cancel(event, id);

      long answered = System.nanoTime();
      long killed = end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(Math.max(0, killed - answered));
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
      await().atMost(LIMIT).untilAsserted(() -> assertThat(clipRows()).isZero());
      assertThat(objects()).isEmpty();
      assertThat(ffmpeg.held(source())).isEmpty();
      assertThat(result(id).getString("data.error")).isEqualTo("The search was cancelled");
    }
    assertThat(shortest).isLessThanOrEqualTo(CONTRACT);
  }

  @Test
  void clipsOfADeletedVideoGoAtOnceAndOthersStay() {
    float[] face = footage.stranger();
    for (long video = 1; video <= 2; video++) {
      footage.video(event, video, TestVideos.pattern(8));
      footage.seen(event, video, 0, face, 3);
    }
    UUID id = search(face);
    JsonPath before = finished(id);
    assertThat(before.getList("data.videos.source_video_key")).containsExactly("1", "2");
    List<String> urls = before.getList("data.videos.video_url");
    String gone = urls.getFirst().substring("http://photos.example".length());
    String kept = urls.getLast().substring("http://photos.example".length());

    peer.deleteVideo(event, 1);

    await().atMost(LIMIT).untilAsserted(() -> given().get(gone).then().statusCode(404));
    await().atMost(LIMIT).untilAsserted(() -> assertThat(clipRows()).isEqualTo(1));
    assertThat(objects()).hasSize(1);
    given().get(kept).then().statusCode(200);
    assertThat(result(id).getString("data.status")).isEqualTo("completed");
    assertThat(result(id).getList("data.videos.source_video_key")).containsExactly("2");
    assertThat(
            count("select count(*) from work_item where event_id = ? and queue = 'clip-removal'"))
        .isZero();
  }

  @Test
  void aCutOfADeletedVideoEndsWithItsReason() throws Exception {
    float[] face = footage.stranger();
    seenAllAlong(face);
    ffmpeg.hold(source());
    UUID id = search(face);
    ProcessHandle cut = heldCut();

    peer.deleteVideo(event, 1);

    cut.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    JsonPath result = finished(id);
    assertThat(result.getList("data.clip_errors.status_code")).isNotEmpty().containsOnly(404);
    assertThat(result.getList("data.clip_errors.error"))
        .containsOnly("The source video is not there any more.");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(objects()).isEmpty());
  }
}
