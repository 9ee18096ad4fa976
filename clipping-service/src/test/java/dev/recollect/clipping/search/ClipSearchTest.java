package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.library.v1.Stamp;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What searches come to, over the wire. */
@QuarkusTest
class ClipSearchTest extends ClipSearchFixture {
  @Inject StorageConfig buckets;

  @Test
  void aSelfieGivesTheMomentsOfItsFaceAsClips() throws Exception {
    Optional<Path> portraits = TestFaces.portraits();
    assumeTrue(portraits.isPresent(), TestFaces.NONE);
    Path portrait;
    try (var files = Files.list(portraits.get())) {
      portrait = files.filter(f -> f.toString().endsWith(".jpg")).sorted().findFirst().get();
    }
    float[] face = TestFaces.selfie(portrait).values();
    footage.video(event, 4, pattern());
    footage.seen(event, 4, 0, face, 1.5, 2, 2.5);
    footage.seen(event, 4, 1, face, 6);
    footage.seen(event, 4, 2, footage.stranger(), 4);

    String id =
        caller()
            .multiPart("selfie", portrait.toFile(), "image/jpeg")
            .post(path("search-by-selfie"))
            .then()
            .statusCode(200)
            .body("responseType", equalTo("success"))
            .extract()
            .path("data.request_id");
    JsonPath result = finished(id);

    assertThat(result.getString("message")).isEqualTo("Video clipping completed");
    assertThat(result.getString("data.status")).isEqualTo("completed");
    assertThat(result.getString("data.request_id")).isEqualTo(id);
    assertThat(result.getString("data.error")).isNull();
    assertThat(result.getList("data.clip_errors")).isEmpty();
    List<Map<String, Object>> videos = result.getList("data.videos");
    assertThat(videos).extracting(v -> v.get("source_video_key")).containsExactly("4", "4");
    // 1.0 to 3.5, and 5.5 to 7.0: longest first.
    assertThat(videos).extracting(v -> v.get("start_time")).containsExactly("00:00:01", "00:00:05");
    assertThat(videos).extracting(v -> v.get("end_time")).containsExactly("00:00:04", "00:00:07");
    assertThat(videos.getFirst().get("video_url"))
        .isEqualTo(
            "http://photos.example/vids/%d/motion/selfie/%s/%s.mp4"
                .formatted(event, id, videos.getFirst().get("uuid")));
    assertPlayable((String) videos.getFirst().get("video_url"), 75);
    assertPlayable((String) videos.getLast().get("video_url"), 45);
    assertThat(objects()).hasSize(2);
    assertThat(count("clip_search_face", id)).as("faces kept").isZero();
  }

  private static void assertPlayable(String url, int frames) throws Exception {
    byte[] clip = given().get(local(url)).then().statusCode(200).extract().asByteArray();
    Path file = TestVideos.folder("published").resolve("clip.mp4");
    Files.write(file, clip);
    VideoInfo info = new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(file));
    assertThat(info.frames()).isEqualTo(frames);
    assertThat(info.video().codec()).isEqualTo("h264");
    assertThat(info.audio().orElseThrow().codec()).isEqualTo("aac");
  }

  @Test
  void nobodyInTheVideosIsNoMatch() {
    change(
        "insert into webhook_endpoint (event_id, endpoint_id, url, secret) values (?, ?, ?, ?)",
        event,
        UUID.randomUUID(),
        "https://receiver.example/",
        new byte[32]);
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, footage.stranger(), 3);

    JsonPath result = searched(footage.stranger());

    assertThat(result.getString("data.status")).isEqualTo("no_matches");
    assertThat(
            database.<String>read(
                connection ->
                    Sql.of(
                            "select payload from webhook_delivery where event_id = ? and type = ?",
                            event,
                            "clip_search.no_matches")
                        .first(connection, row -> row.getString(1))
                        .orElseThrow()))
        .contains(
            "\"request_id\":\"%s\"".formatted(result.getString("data.request_id")),
            "\"status\":\"no_matches\"");
    assertThat(result.getString("message")).isEqualTo("The face was found in no video");
    assertThat(result.getList("data.videos")).isEmpty();
    assertThat(result.getList("data.clip_errors")).isEmpty();
  }

  @Test
  void aVideoTooShortForAClipIsNoSegment() {
    peer.put(
        settings(ClipSettings.newBuilder())
            .setClips(
                ClipSettings.newBuilder()
                    .setMinLengthSeconds(5)
                    .setMaxLengthSeconds(30)
                    .setMaxClipsPerVideo(3)
                    .setRetentionDays(1))
            .build());
    float[] face = footage.stranger();
    footage.video(event, 1, TestVideos.pattern(2));
    footage.seen(event, 1, 0, face, 1);

    assertThat(searched(face).getString("data.status")).isEqualTo("no_segments");
  }

  @Test
  void aBrokenSourceStopsNoOther() throws Exception {
    float[] face = footage.stranger();
    for (long video = 1; video <= 4; video++) {
      footage.video(event, video, pattern());
      footage.seen(event, video, 0, face, 2);
    }
    change(
        "insert into packet_page select ?, 4, page, 0, 0, '' from generate_series(1, 200) page",
        event);
    storage.remove(buckets.originalsBucket(), Footage.key(event, 2));
    Path noise = TestVideos.folder("noise").resolve("video.mp4");
    Files.writeString(noise, "no video at all\n".repeat(500));
    storage.put(buckets.originalsBucket(), Footage.key(event, 3), noise, "video/mp4");

    JsonPath result = searched(face);

    assertThat(result.getString("data.status")).isEqualTo("completed");
    assertThat(result.getList("data.videos.source_video_key")).containsExactly("1");
    List<Map<String, Object>> errors = result.getList("data.clip_errors");
    assertThat(errors).extracting(e -> e.get("video_key")).containsExactly("2", "3", "4");
    assertThat(errors).extracting(e -> e.get("status_code")).containsExactly(404, 422, 422);
    assertThat(errors.getFirst().get("error")).isEqualTo("The source video is not there any more.");
    assertThat((String) errors.get(1).get("error"))
        .startsWith("The segment cannot be cut: ffmpeg failed with status 1: ")
        .doesNotContain("http", "X-Amz", "/");
    assertThat(errors.getLast().get("error"))
        .isEqualTo("The segment cannot be cut: its pictures lie too far apart in the video.");
    assertThat(objects()).hasSize(1);
  }

  @Test
  void nothingThatCanBeCutIsAFailureOfTheClips() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    storage.remove(buckets.originalsBucket(), Footage.key(event, 1));

    JsonPath result = searched(face);

    assertThat(result.getString("data.status")).isEqualTo("clip_failed");
    assertThat(result.getList("data.videos")).isEmpty();
    assertThat(result.getList("data.clip_errors.status_code")).containsExactly(404);
    assertThat(objects()).isEmpty();
  }

  @Test
  void theStampOfTheEventIsOnItsClips() throws Exception {
    peer.put(settings(ClipSettings.newBuilder().setStamped(true)).build());
    Path overlay =
        TestVideos.make("red.png", "-f", "lavfi", "-i", "color=red:size=200x100", "-frames:v", "1");
    peer.stamp(
        event,
        Stamp.newBuilder()
            // Together they are larger than what a client takes unless it is told otherwise.
            .setPortrait(ByteString.copyFrom(new byte[5 << 20]))
            .setLandscape(ByteString.copyFrom(Files.readAllBytes(overlay)))
            .setPosition("BOTTOM_RIGHT")
            .setOpacity(1)
            .setScale(0.25)
            .build());
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);

    byte[] clip =
        given().get(local(searched(face).getString("data.videos[0].video_url"))).asByteArray();

    Path file = TestVideos.folder("stamped").resolve("clip.mp4");
    Files.write(file, clip);
    try (var run =
        TestVideos.ffmpeg()
            .open(
                List.of(
                    "-i",
                    file.toString(),
                    "-vf",
                    "crop=40:20:270:150,scale=1:1,format=rgb24",
                    "-frames:v",
                    "1",
                    "-f",
                    "rawvideo",
                    "pipe:1"),
                Duration.ofSeconds(30))) {
      byte[] rgb = run.output().readAllBytes();
      run.awaitSuccess();
      assertThat(rgb[0] & 255).isGreaterThan(200);
      assertThat(rgb[1] & 255).isLessThan(60);
      assertThat(rgb[2] & 255).isLessThan(60);
    }
  }

  @Test
  void aBibFindsItsWearers() {
    float[] wearer = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, wearer, 2);
    searchPeer.bib(event, "0042", footage.modelId(), List.of(footage.stranger(), wearer));

    assertThat(byBib(" 0042 ").getString("data.status")).isEqualTo("completed");
    assertThat(byBib("77").getString("data.status")).isEqualTo("no_matches");
    bib("  ").statusCode(422).body("message", startsWith("bib: "));
    caller()
        .contentType("application/json")
        .body("{}")
        .post(path("search-by-bib"))
        .then()
        .statusCode(422);
    peer.put(settings(ClipSettings.newBuilder()).setBibSearch(false).build());
    await().atMost(LIMIT).untilAsserted(() -> bib("0042").statusCode(403));
    bib("  ").statusCode(403).body("message", equalTo("Bib search is not enabled for this event"));
  }

  private ValidatableResponse bib(String bib) {
    return caller()
        .contentType("application/json")
        .body(Map.of("bib", bib))
        .post(path("search-by-bib"))
        .then();
  }

  private JsonPath byBib(String bib) {
    String id = bib(bib).statusCode(200).extract().path("data.request_id");
    return finished(id);
  }
}
