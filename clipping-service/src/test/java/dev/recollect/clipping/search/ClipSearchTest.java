package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.clipping.inference.Inference;
import dev.recollect.clipping.inference.InferenceConfig;
import dev.recollect.clipping.testing.Browser;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.clipping.v1.ClipSearch;
import dev.recollect.proto.clipping.v1.ClipSearchRequest;
import dev.recollect.proto.clipping.v1.ClipSearchStatus;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc.ClippingServiceBlockingStub;
import dev.recollect.proto.clipping.v1.StartClipSearchRequest;
import dev.recollect.proto.library.v1.Stamp;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import dev.recollect.vision.pool.InferencePriority;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clip searches over the wire. */
@QuarkusTest
class ClipSearchTest extends ServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final AtomicLong EVENTS = new AtomicLong(System.currentTimeMillis());
  private static final long ORGANISATION = 31;

  /** Looks at the first frame of the page's video, and plays it to its end. */
  private static final String PLAY =
      """
      const done = arguments[0];
      const video = document.querySelector('video');
      const seen = {};
      const state = () =>
        `ready ${video.readyState}, network ${video.networkState}, at ${video.currentTime}`;
      setTimeout(() => done({error: 'stuck: ' + state()}), 50_000);
      video.onerror = () => done({error: video.error.message});
      const look = () => {
        const canvas = document.createElement('canvas');
        canvas.width = seen.width = video.videoWidth;
        canvas.height = seen.height = video.videoHeight;
        seen.duration = video.duration;
        const context = canvas.getContext('2d');
        context.drawImage(video, 0, 0);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
        let sum = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          sum += pixels[i] + pixels[i + 1] + pixels[i + 2];
        }
        seen.brightness = Math.round(sum / (pixels.length / 4 * 3));
      };
      const play = () => {
        video.onended = () => done({
          ...seen, ended: video.ended, frames: video.getVideoPlaybackQuality().totalVideoFrames});
        video.playbackRate = 4;
        video.play().catch(refused => done({error: String(refused)}));
      };
      // Before its first frame is there a video cannot be sought in.
      const begin = () => {
        video.onloadeddata = null;
        video.pause();
        video.muted = true;
        video.onseeked = () => {
          video.onseeked = null;
          look();
          play();
        };
        video.currentTime = 0;
      };
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        begin();
      } else {
        video.onloadeddata = begin;
      }
      """;

  @Inject Footage footage;
  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject ClipsConfig clips;
  @Inject ClipCleanup cleanup;
  @Inject Inference inference;
  @Inject InferenceConfig inferenceSettings;
  @Inject MeterRegistry metrics;
  @TestHTTPResource URI service;

  private long event;
  private String key;

  @BeforeEach
  void makeEvent() {
    event = EVENTS.incrementAndGet();
    key = peer.key(ORGANISATION, Scope.SCOPE_READ);
    peer.put(settings(ClipSettings.newBuilder()).build());
  }

  private Event.Builder settings(ClipSettings.Builder clips) {
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

  private static Path pattern() {
    return TestVideos.pattern(8);
  }

  private String path(String rest) {
    return "/api/v1/ext/%d/event/%d/video-clipping/%s".formatted(ORGANISATION, event, rest);
  }

  private RequestSpecification caller() {
    return given().header("X-API-Key", key);
  }

  private Response post(UUID faceSearch) {
    return caller().multiPart("request_id", faceSearch.toString()).post(path("search-by-selfie"));
  }

  private JsonPath finished(Object id) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> caller().get(path(id.toString())).then().statusCode(200).extract().jsonPath(),
            answer -> !answer.getString("data.status").equals("processing"));
  }

  private JsonPath searched(float[] face) {
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id).then().statusCode(200);
    return finished(id);
  }

  private static String local(String url) {
    assertThat(url).startsWith("http://photos.example/vids/");
    return url.substring("http://photos.example".length());
  }

  private List<String> objects() {
    List<String> keys = new ArrayList<>();
    storage.ensureBucket(clips.bucket());
    storage.list(clips.bucket(), event + "/", keys::add);
    return keys;
  }

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

  private long count(String table, String requestId) {
    return database.read(
        connection ->
            Sql.of(
                    "select count(*) from " + table + " where event_id = ? and request_id = ?",
                    event,
                    UUID.fromString(requestId))
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  @Test
  void aClipIsServedWholeAndInRanges() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 3);
    String url = local(searched(face).getString("data.videos[0].video_url"));

    Response whole = given().get(url);
    byte[] bytes = whole.asByteArray();
    whole
        .then()
        .statusCode(200)
        .contentType("video/mp4")
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "public, max-age=86400")
        .header("Content-Length", Integer.toString(bytes.length));
    String tag = whole.header("ETag");
    given()
        .head(url)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(bytes.length))
        .header("ETag", tag);
    given().header("If-None-Match", tag).get(url).then().statusCode(304);
    assertRange(url, "bytes=0-99", bytes, 0, 100);
    assertRange(url, "bytes=100-", bytes, 100, bytes.length);
    assertRange(url, "bytes=-50", bytes, bytes.length - 50, bytes.length);
    given()
        .header("Range", "bytes=" + bytes.length + "-")
        .get(url)
        .then()
        .statusCode(416)
        .header("Content-Range", "bytes */" + bytes.length);
    given().header("Range", "lines=1-2").get(url).then().statusCode(200);
    given()
        .header("Range", "bytes=0-9")
        .header("If-Range", "\"other\"")
        .get(url)
        .then()
        .statusCode(200);
    given().get(url.replace(".mp4", "x.mp4")).then().statusCode(404);
    given()
        .get(url.replaceFirst("[^/]+\\.mp4", UUID.randomUUID() + ".mp4"))
        .then()
        .statusCode(404)
        .body("message", equalTo("Clip not found"));
  }

  @Test
  void aClipPlaysInABrowser() throws Exception {
    assumeTrue(
        Browser.available() || System.getenv("CI") != null,
        "needs chromium and chromedriver: ./recollect test installs them");
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 3, 4, 5);
    String url = local(searched(face).getString("data.videos[0].video_url"));
    try (Browser browser = Browser.start(Files.createTempDirectory("browser"))) {
      browser.open(service.resolve(url).toString());

      Map<String, Object> seen = browser.run(PLAY);

      assertThat(seen.get("error")).isNull();
      // 2.5 to 6.0.
      assertThat((Number) seen.get("duration"))
          .extracting(Number::doubleValue, DOUBLE)
          .isCloseTo(3.5, within(0.05));
      assertThat(seen).containsEntry("width", 320).containsEntry("height", 180);
      assertThat((int) seen.get("brightness")).as("mean of the first frame").isBetween(60, 200);
      assertThat((boolean) seen.get("ended")).isTrue();
      assertThat((int) seen.get("frames")).as("decoded").isGreaterThan(1);
    }
  }

  private static void assertRange(String url, String range, byte[] all, int from, int to) {
    byte[] part =
        given()
            .header("Range", range)
            .get(url)
            .then()
            .statusCode(206)
            .header("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, all.length))
            .extract()
            .asByteArray();
    assertThat(part).isEqualTo(Arrays.copyOfRange(all, from, to));
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
  void theSameIdStartsNothingNew() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id)
        .then()
        .statusCode(200)
        .body(
            "message",
            equalTo(
                "Video clipping search started. Poll GET %s for results."
                    .formatted(path(id.toString()))));
    List<Object> before = finished(id).getList("data.videos.uuid");

    assertStarted(post(id).then(), id);
    assertStarted(caller().formParam("request_id", id).post(path("search-by-selfie")).then(), id);
    assertStarted(caller().queryParam("request_id", id).post(path("search-by-selfie")).then(), id);
    assertStarted(
        caller()
            .contentType("application/json")
            .body(Map.of("bib", "1204", "request_id", id))
            .post(path("search-by-bib"))
            .then(),
        id);

    assertThat(finished(id).getList("data.videos.uuid")).isEqualTo(before).hasSize(1);
    long mine = event;
    event = EVENTS.incrementAndGet();
    peer.put(settings(ClipSettings.newBuilder()).build());
    post(id)
        .then()
        .statusCode(404)
        .body("message", equalTo("No video clipping search has this request_id"));
    caller().get(path(id.toString())).then().statusCode(404);
    event = mine;
  }

  /** However far the search is: only its result says. */
  private static void assertStarted(ValidatableResponse answer, UUID id) {
    answer
        .statusCode(200)
        .body("data.request_id", equalTo(id.toString()))
        .body("data.status", equalTo("processing"));
  }

  @Test
  void manyAtOnceStartOneSearch() throws Exception {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callers.add(Thread.ofVirtual().start(() -> statuses.add(post(id).statusCode())));
    }
    for (Thread each : callers) {
      each.join();
    }

    assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200);
    assertThat(finished(id).getList("data.videos")).hasSize(1);
    assertThat(count("clip_search", id.toString())).isEqualTo(1);
    assertThat(objects()).hasSize(1);
  }

  @Test
  void aSearchWaitsForVideosThatAreBeingAnalysed() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    UUID awaited = footage.awaited(event, 1);
    UUID id = waiting(face);
    long other = event;
    event = EVENTS.incrementAndGet();
    peer.put(settings(ClipSettings.newBuilder()).build());
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    UUID otherId = waiting(footage.stranger());
    long later = event;
    event = other;

    footage.seen(event, 1, 0, face, 2);
    change("update work_item set state = 'done' where item_id = ?", awaited);

    assertThat(finished(id).getString("data.status")).isEqualTo("completed");
    event = later;
    assertThat(waits(otherId)).as("waits for the video of its own event").isTrue();
    change(
        "update clip_search set created_at = now() - interval '11 min' where request_id = ?",
        otherId);
    assertThat(finished(otherId).getString("data.status"))
        .as("once that takes too long")
        .isEqualTo("no_matches");
    assertThat(waits(otherId)).isFalse();
  }

  /** Starts a search that waits for videos. */
  private UUID waiting(float[] face) {
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id).then().statusCode(200).body("data.status", equalTo("processing"));
    await().atMost(LIMIT).until(() -> waits(id));
    return id;
  }

  private boolean waits(UUID id) {
    return database.read(
        connection ->
            Sql.of("select 1 from clip_search where request_id = ? and waits_for_videos", id)
                .exists(connection));
  }

  @Test
  void aSearchDoesNotWaitForAModelThatItDoesNotUse() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    footage.awaited(event, 1, footage.nextModel());

    assertThat(searched(face).getString("data.status")).isEqualTo("completed");
  }

  @Test
  void aSearchThatWaitsGoesOnOnceItsOwnModelHasSeenTheVideos() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID awaited = footage.awaited(event, 1);
    footage.awaited(event, 1, footage.nextModel());
    UUID id = waiting(face);

    change("update work_item set state = 'done' where item_id = ?", awaited);

    assertThat(finished(id).getString("data.status")).isEqualTo("completed");
  }

  private void change(String statement, Object... parameters) {
    database.transact(transaction -> Sql.of(statement, parameters).update(transaction));
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

  @Test
  void whatIsNoSelfieIsRefusedBeforeAnyWork() {
    byte[] text = "not a picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    caller()
        .multiPart("selfie", "selfie.jpg", text, "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", startsWith("The selfie cannot be used: "))
        .body("data", nullValue());
    caller()
        .multiPart("selfie", "selfie.jpg", new byte[0], "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", equalTo("The selfie file is empty"));
    caller()
        .multiPart("note", "nothing")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", equalTo("Send a selfie or the request_id of an earlier face search"));
    caller()
        .multiPart("request_id", "no-uuid")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(422)
        .body("message", equalTo("request_id: must be a UUID"));
    post(UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("message", equalTo("No face search has this request_id"));
    caller()
        .queryParam("request_id", UUID.randomUUID())
        .post(path("search-by-selfie"))
        .then()
        .statusCode(404);
    caller().get(path("no-uuid")).then().statusCode(422);
    caller().get(path(UUID.randomUUID().toString())).then().statusCode(404);
  }

  @Test
  void aSelfieIsReadWhenItsTurnComes() throws Exception {
    byte[] none = ("not an image " + UUID.randomUUID()).getBytes(UTF_8);
    int threads = inferenceSettings.threads().orElse(Runtime.getRuntime().availableProcessors());
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < threads; n++) {
        callers.submit(
            () ->
                inference.run(
                    InferencePriority.INTERACTIVE,
                    Duration.ofMinutes(5),
                    () -> released.await(5, TimeUnit.MINUTES)));
      }
      try {
        awaitLoad(threads);
        Future<ValidatableResponse> answer =
            callers.submit(
                () ->
                    caller()
                        .multiPart("selfie", "selfie.jpg", none, "image/jpeg")
                        .post(path("search-by-selfie"))
                        .then());
        awaitLoad(threads + 1);
        Files.copy(grey(), uploaded(none), StandardCopyOption.REPLACE_EXISTING);
        released.countDown();

        answer.get().statusCode(400).body("message", startsWith("No face was found in the selfie"));
      } finally {
        released.countDown();
      }
    }
  }

  private void awaitLoad(int places) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                metrics
                        .get("recollect.clipping.inference.load")
                        .tag("priority", "interactive")
                        .gauge()
                        .value()
                    == places);
  }

  /** Where an upload lies that has not been answered yet. */
  private static Path uploaded(byte[] content) throws IOException {
    Path folder =
        ConfigProvider.getConfig().getValue("quarkus.http.body.uploads-directory", Path.class);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Arrays.equals(Files.readAllBytes(file), content)) {
          return file;
        }
      }
    }
    throw new AssertionError("no upload has this content");
  }

  private static Path grey() {
    return TestVideos.make(
        "grey.jpg", "-f", "lavfi", "-i", "color=gray:size=640x480", "-frames:v", "1");
  }

  @Test
  void aPictureWithoutAFaceIsRefused() {
    caller()
        .multiPart("selfie", grey().toFile(), "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", startsWith("No face was found in the selfie"));
  }

  @Test
  void aLargeSelfieIsLookedAtOverGrpc() throws Exception {
    Path empty =
        TestVideos.make(
            "grey.jpg", "-f", "lavfi", "-i", "color=gray:size=640x480", "-frames:v", "1");
    byte[] small = Files.readAllBytes(empty);
    ByteArrayOutputStream large = new ByteArrayOutputStream();
    large.write(small, 0, 2);
    while (large.size() < 12 << 20) {
      // A comment: its marker, and its length with the two bytes that say it.
      large.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xff, (byte) 0xff});
      large.writeBytes(new byte[0xffff - 2]);
    }
    large.write(small, 2, small.length - 2);
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      StartClipSearchRequest request =
          StartClipSearchRequest.newBuilder()
              .setEventId(event)
              .setSelfie(ByteString.copyFrom(large.toByteArray()))
              .build();
      assertThatThrownBy(() -> stub(channel).startClipSearch(request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getDescription())
                    .startsWith("No face was found in the selfie");
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              });
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void keysAndFlagsAreChecked() {
    UUID id = UUID.randomUUID();
    given().post(path("search-by-selfie")).then().statusCode(401);
    String other = peer.key(ORGANISATION + 1, Scope.SCOPE_READ);
    given()
        .header("X-API-Key", other)
        .multiPart("request_id", id.toString())
        .post(path("search-by-selfie"))
        .then()
        .statusCode(403);
    given().header("X-API-Key", other).get(path(id.toString())).then().statusCode(403);
    peer.put(settings(ClipSettings.newBuilder()).setVideoSelfieSearch(false).build());
    await().atMost(LIMIT).untilAsserted(() -> post(id).then().statusCode(403));
    caller().get(path(id.toString())).then().statusCode(404);
    peer.put(settings(ClipSettings.newBuilder()).setVideoSearch(false).build());
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> caller().get(path(id.toString())).then().statusCode(403));
  }

  @Test
  void beyondTheBacklogOneMoreIsSentAway() {
    change(
        """
        insert into work_item (queue, event_id, item_id, next_attempt_at)
        select 'clip', ?, gen_random_uuid(), now() + interval '1 day'
          from generate_series(1, 1000)
        """,
        event);
    try {
      assertSentAway();
    } finally {
      change("delete from work_item where event_id = ?", event);
    }
  }

  private void assertSentAway() {
    post(searchPeer.faceSearch(event, footage.modelId(), footage.stranger()))
        .then()
        .statusCode(429)
        .header("Retry-After", "30")
        .body("message", equalTo("Too many clips are waiting to be cut; try again in 30 s"))
        .body("data", nullValue());
  }

  @Test
  void searchesThatWaitForVideosAreInTheBacklog() {
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    change(
        """
        insert into clip_search (organisation_id, event_id, request_id, model_no, minimum_cosine,
                                 faces_in_selfie, waits_for_videos, expires_at)
        select ?, event_id, gen_random_uuid(), model_no, 0.5, 1, true, now() + interval '1 day'
          from analysis_chunk, generate_series(1, 500) where event_id = ?
        """,
        ORGANISATION,
        event);
    try {
      assertSentAway();
    } finally {
      change("delete from clip_search where event_id = ?", event);
      change("delete from work_item where event_id = ?", event);
    }
  }

  @Test
  void aSearchIsStartedWatchedAndCalledOffOverGrpc() {
    float[] face = footage.stranger();
    for (long video = 1; video <= 2; video++) {
      footage.video(event, video, pattern());
      footage.seen(event, video, 0, face, 3);
    }
    ffmpeg.hold(Footage.key(event, 2));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      ClippingServiceBlockingStub stub = stub(channel);
      UUID faceSearch = searchPeer.faceSearch(event, footage.modelId(), face);
      ClipSearch started =
          stub.startClipSearch(
              StartClipSearchRequest.newBuilder()
                  .setEventId(event)
                  .setFaceSearchId(faceSearch.toString())
                  .build());
      assertThat(started.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING);
      assertThat(started.getRequestId()).isEqualTo(faceSearch.toString());
      ClipSearchRequest request =
          ClipSearchRequest.newBuilder()
              .setEventId(event)
              .setRequestId(faceSearch.toString())
              .build();
      Iterator<ClipSearch> watched = stub.watchClipSearch(request);
      ClipSearch seen = watched.next();
      while (seen.getClipsCount() == 0) {
        assertThat(seen.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING);
        seen = watched.next();
      }
      assertThat(seen.getProgressPercent()).isBetween(10.0, 99.0);
      assertThat(seen.getClips(0).getSourceVideoKey()).isEqualTo(1);
      assertThat(seen.getClips(0).hasRecordedAt()).isFalse();
      footage.beganAt(event, 1, Instant.parse("2026-05-09T08:15:30.250Z"));
      // Seen at 3 s; half a second before that belongs to the clip.
      Timestamp recorded = stub.getClipSearch(request).getClips(0).getRecordedAt();
      assertThat(Instant.ofEpochSecond(recorded.getSeconds(), recorded.getNanos()))
          .isEqualTo("2026-05-09T08:15:32.750Z");
      assertThat(objects()).hasSize(1);
      await().atMost(LIMIT).until(() -> !ffmpegs().isEmpty());

      ClipSearch cancelled = stub.cancelClipSearch(request);

      assertThat(cancelled.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_CANCELLED);
      while (watched.hasNext()) {
        seen = watched.next();
      }
      assertThat(seen.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_CANCELLED);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(count("clip", faceSearch.toString())).isZero();
                assertThat(objects()).isEmpty();
                assertThat(ffmpegs()).as("ffmpeg processes").isEmpty();
              });
      JsonPath result = finished(faceSearch);
      assertThat(result.getString("data.status")).isEqualTo("failed");
      assertThat(result.getString("data.error")).isEqualTo("The search was cancelled");
      assertThatThrownBy(
              () ->
                  stub.getClipSearch(
                      request.toBuilder().setRequestId(UUID.randomUUID().toString()).build()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    } finally {
      ffmpeg.release();
      channel.shutdownNow();
    }
  }

  private static ClippingServiceBlockingStub stub(ManagedChannel channel) {
    Metadata credential = new Metadata();
    credential.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + PhotosPeer.SECRET);
    return ClippingServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(LIMIT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential));
  }

  private static List<String> ffmpegs() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().command().orElse(""))
        .filter(command -> command.endsWith("/ffmpeg"))
        .toList();
  }

  @Test
  void clipsGoWhenTheirTimeIsOver() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    JsonPath result = searched(face);
    String id = result.getString("data.request_id");
    String url = local(result.getString("data.videos[0].video_url"));
    cleanup.run();
    given().get(url).then().statusCode(200);

    change("update clip_search set expires_at = now() where event_id = ?", event);
    // The job's own round may be at it.
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              cleanup.run();
              given().get(url).then().statusCode(404);
              caller().get(path(id)).then().statusCode(404);
              assertThat(objects()).isEmpty();
              assertThat(count("clip", id)).isZero();
            });
    assertThat(
            database.<Long>read(
                connection ->
                    Sql.of("select count(*) from work_item where event_id = ?", event)
                        .first(connection, row -> row.getLong(1))
                        .orElseThrow()))
        .isZero();
  }

  @Test
  void clipsGoWithTheirEvent() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    String url = local(searched(face).getString("data.videos[0].video_url"));

    peer.deleteEvent(event);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              cleanup.run();
              given().get(url).then().statusCode(404);
              assertThat(objects()).isEmpty();
            });
  }

  @Test
  void aSearchThatCannotBeDoneFails() {
    float[] face = footage.stranger();
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    post(id).then().statusCode(200);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        database.<Boolean>read(
                            connection ->
                                Sql.of(
                                        "select 1 from work_item where item_id = ? and state = 'done'",
                                        id)
                                    .exists(connection)))
                    .isTrue());
    change("update work_item set state = 'dead' where item_id = ?", id);

    cleanup.run();

    JsonPath result = finished(id);
    assertThat(result.getString("data.status")).isEqualTo("failed");
    assertThat(result.getString("data.error"))
        .isEqualTo(
            "The search was tried several times and could not be completed; start a new one");
    change("delete from work_item where event_id = ?", event);
  }
}
