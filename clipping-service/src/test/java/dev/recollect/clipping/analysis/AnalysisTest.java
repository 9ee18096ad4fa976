package dev.recollect.clipping.analysis;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pgvector.PGhalfvec;
import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.library.PacketPages;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.clipping.v1.AnalysisRequest;
import dev.recollect.proto.clipping.v1.AnalysisStatus;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc.ClippingServiceBlockingStub;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoUnreachableException;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a video in the library to tracks and progress, over the wire at both ends. */
@QuarkusTest
class AnalysisTest extends ServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject SourceVideoStore videos;
  @Inject PacketPages pages;
  @Inject VideoWatch watch;
  @Inject Originals originals;
  @Inject DescriptionWork descriptions;
  @Inject ChunkWork chunks;

  @TestHTTPResource("/")
  URI service;

  private long event;
  private String key;

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

  private void upload(long videoKey, Path file, double seconds) {
    storage.put(
        buckets.originalsBucket(), TestLibrary.objectKey(event, videoKey), file, "video/mp4");
    peer.put(TestLibrary.video(event, videoKey, buckets.originalsBucket(), file, seconds));
  }

  private ValidatableResponse ask(String method, String path) {
    return given()
        .header("X-API-Key", key)
        .request(method, "/api/v1/admin/events/" + event + path)
        .then();
  }

  private JsonPath answer(String method, String path) {
    return ask(method, path).statusCode(200).extract().jsonPath();
  }

  private JsonPath awaitStatus(long videoKey, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                ask("GET", "/videos/" + videoKey + "/analysis")
                    .statusCode(200)
                    .body("data.status", equalTo(status)));
    return answer("GET", "/videos/" + videoKey + "/analysis");
  }

  private List<List<Long>> sightings(long videoKey) {
    List<List<Long>> tracks = new ArrayList<>();
    record Row(int chunk, int track, long millis) {}
    List<Row> rows =
        database.read(
            connection ->
                Sql.of(
                        """
                        select chunk_no, track_no, time_ns from sighting
                         where event_id = ? and source_video_key = ?
                         order by chunk_no, track_no, time_ns
                        """,
                        event,
                        videoKey)
                    .list(
                        connection,
                        row -> new Row(row.getInt(1), row.getInt(2), row.getLong(3) / 1_000_000)));
    Row before = null;
    for (Row row : rows) {
      if (before == null || before.chunk() != row.chunk() || before.track() != row.track()) {
        tracks.add(new ArrayList<>());
      }
      tracks.getLast().add(row.millis());
      before = row;
    }
    return tracks;
  }

  private long rows(String table) {
    return database.read(
        connection ->
            Sql.of("select count(*) from " + table + " where event_id = ?", event)
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  @Test
  void aVideoBecomesTracksAtTheTimesAtWhichPeopleAreSeen() throws Exception {
    assumeTrue(TestFaces.portraits().isPresent(), TestFaces.NONE);
    Path folder = TestFaces.portraits().get();
    // Obama 0 to 3.2 s, nobody to 5.12, Miranda to 8.32: two chunks, 0 to 4 s and from there on.
    Path video =
        TestFaces.video(
            new TestFaces.Scene(folder.resolve("obama.jpg"), 3.2),
            TestFaces.Scene.empty(1.92),
            new TestFaces.Scene(folder.resolve("lin-manuel-miranda.png"), 3.2));
    upload(3, video, 8.32);

    JsonPath done = awaitStatus(3, "done");
    assertThat(done.getLong("data.source_video_key")).isEqualTo(3);
    assertThat(done.getDouble("data.progress_percent")).isEqualTo(100);
    assertThat(done.getDouble("data.eta_seconds")).isZero();
    assertThat(done.getInt("data.tracks")).isEqualTo(2);
    assertThat(done.getString("data.reason")).isNull();
    assertThat(sightings(3))
        .containsExactly(
            List.of(0L, 520L, 1000L, 1520L, 2000L, 2520L, 3000L),
            List.of(5120L, 5520L, 6000L, 6520L, 7000L, 7520L, 8000L));
    float[] obama = TestFaces.selfie(folder.resolve("obama3.jpg")).values();
    List<Integer> chunks =
        database.read(
            connection ->
                Sql.of(
                        """
                        select distinct l.chunk_no from track_look l join model using (model_no)
                         where event_id = ? and source_video_key = 3 and model_id like ?
                           and -(embedding <#> ?) >= 0.42
                        """,
                        event,
                        "fr_feature@%",
                        new PGhalfvec(obama))
                    .list(connection, row -> row.getInt(1)));
    assertThat(chunks).containsExactly(0);
    JsonPath whole = answer("GET", "/analysis");
    assertThat(whole.getInt("data.total")).isEqualTo(1);
    assertThat(whole.getInt("data.analysed")).isEqualTo(1);
    assertThat(whole.getInt("data.pending")).isZero();
    assertThat(whole.getDouble("data.progress_percent")).isEqualTo(100);
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("recollect_jobs_pending{queue=\"video-analysis\"}"));

    // The same video again, as the feed may bring it, changes nothing.
    peer.put(TestLibrary.video(event, 3, buckets.originalsBucket(), video, 8.32));
    upload(4, TestVideos.pattern(2), 2);
    assertThat(awaitStatus(4, "done").getInt("data.tracks")).isZero();
    List<Packet> packets = new ArrayList<>();
    new PacketReader(TestVideos.ffmpeg())
        .readAll(VideoInput.file(TestVideos.pattern(2)), packets::add);
    List<Packet> known =
        database
            .read(connection -> pages.around(connection, event, 4, 0, Long.MAX_VALUE))
            .orElseThrow();
    assertThat(known).isEqualTo(packets);
    assertThat(rows("track")).isEqualTo(2);
    assertThat(rows("sighting")).isEqualTo(14);
  }

  @Test
  void aBrokenVideoFailsWithItsReasonAndHoldsNobodyUp() throws Exception {
    Path broken = TestVideos.folder("broken").resolve("broken.mp4");
    Files.writeString(broken, "not a video");
    upload(1, broken, 5);
    upload(2, TestVideos.pattern(2), 2);
    peer.put(TestLibrary.video(event, 5, buckets.originalsBucket(), broken, 5));

    awaitStatus(2, "done");
    JsonPath failed = awaitStatus(1, "failed");
    assertThat(failed.getString("data.reason"))
        .startsWith("The file cannot be read as a video: ")
        .doesNotContain("http", "X-Amz", "127.0.0.1");
    assertThat(failed.getDouble("data.progress_percent")).isZero();
    assertThat(failed.getString("data.eta_seconds")).isNull();
    assertThat(awaitStatus(5, "failed").getString("data.reason"))
        .isEqualTo("The video's file is not in the storage.");
    JsonPath all = answer("GET", "/analysis/failed?page_size=1");
    assertThat(all.getList("data.videos.source_video_key")).containsExactly(1);
    assertThat(all.getInt("data.pagination.total")).isEqualTo(2);
    JsonPath progress = answer("GET", "/analysis");
    assertThat(progress.getInt("data.failed")).isEqualTo(2);
    assertThat(progress.getInt("data.analysed")).isEqualTo(1);

    assertThat(answer("POST", "/videos/2/analysis/requeue").getInt("data.requeued")).isZero();
    storage.put(
        buckets.originalsBucket(),
        TestLibrary.objectKey(event, 1),
        TestVideos.pattern(2),
        "video/mp4");
    assertThat(answer("POST", "/videos/1/analysis/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(1, "done");
    assertThat(answer("POST", "/analysis/failed/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(5, "failed");
  }

  @Test
  void allThatWasSetAsideIsPutInLineTogetherAndCountedByVideo() {
    // Two chunks, and one.
    upload(1, TestVideos.pattern(8), 8);
    upload(2, TestVideos.pattern(2), 2);
    peer.put(TestLibrary.video(event, 5, buckets.originalsBucket(), TestVideos.pattern(2), 5));
    awaitStatus(1, "done");
    awaitStatus(2, "done");
    awaitStatus(5, "failed");
    setAsideChunks(1);

    assertThat(answer("POST", "/analysis/failed/requeue").getInt("data.requeued")).isEqualTo(2);

    awaitStatus(1, "done");
    awaitStatus(5, "failed");
    setAsideChunks(1);
    assertThat(answer("POST", "/videos/1/analysis/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(1, "done");
    assertThat(answer("GET", "/analysis").getInt("data.failed")).isEqualTo(1);
  }

  /** As if every chunk of a video had failed each time. */
  private void setAsideChunks(long videoKey) {
    database.transact(
        transaction ->
            Sql.of(
                    """
                    update work_item set state = 'dead'
                     where event_id = ? and item_id in (
                       select chunk_id from analysis_chunk
                        where event_id = ? and source_video_key = ?)
                    """,
                    event,
                    event,
                    videoKey)
                .update(transaction));
    assertThat(answer("GET", "/videos/" + videoKey + "/analysis").getString("data.status"))
        .isEqualTo("failed");
  }

  @Test
  void whyWorkFailedIsToldOnlyWhereItIsMeantForCallers() {
    peer.put(TestLibrary.video(event, 1, "no such bucket", TestVideos.pattern(2), 2));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                database.read(
                    connection ->
                        Sql.of(
                                """
                                select 1 from work_item
                                 where event_id = ? and last_error like '%no such bucket%'
                                """,
                                event)
                            .exists(connection)));
    // The next attempt is its last.
    change("update work_item set attempts = 4, next_attempt_at = now() where event_id = ?", event);

    assertThat(awaitStatus(1, "failed").getString("data.reason"))
        .isEqualTo("The work failed; the server's log says why.");
    assertThat(answer("GET", "/analysis/failed").getList("data.videos.reason"))
        .containsExactly("The work failed; the server's log says why.");
  }

  @Test
  void aVideoDeletedUnderAnalysisLeavesNothing() {
    // Two chunks, of which the second, the one that is sought, does not come to its end.
    ffmpeg.hold("-ss *" + TestLibrary.objectKey(event, 1) + "*rawvideo");
    upload(1, TestVideos.pattern(8), 8);
    upload(2, TestVideos.pattern(2), 2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(answer("GET", "/videos/1/analysis").getDouble("data.progress_percent"))
                    .isEqualTo(50));

    peer.deleteVideo(event, 1);
    await().atMost(PATIENCE).untilAsserted(() -> ask("GET", "/videos/1/analysis").statusCode(404));
    awaitStatus(2, "done");
    // What was under work has noticed and taken its own items away: those of the other video stay.
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("work_item")).isEqualTo(2));
    assertThat(rows("analysis_chunk")).isEqualTo(1);
    peer.deleteEvent(event);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String table :
                  List.of("source_video", "packet_page", "analysis_chunk", "work_item")) {
                assertThat(rows(table)).as(table).isZero();
              }
            });
  }

  @Test
  void aVideoDeletedWhileItsFileIsReadIsGoneAtOnceAndLeavesNothing() {
    // Its packets are more than a page, and read before a picture of it is decoded.
    ffmpeg.hold("-xerror*" + TestLibrary.objectKey(event, 1));
    Path video =
        TestVideos.make(
            "many.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=120", "-t", "10");
    upload(1, video, 10);
    String object = TestLibrary.objectKey(event, 1);
    await().atMost(PATIENCE).until(() -> !ffmpeg.held(object).isEmpty());

    peer.deleteVideo(event, 1);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String table : List.of("source_video", "packet_page", "work_item")) {
                assertThat(rows(table)).as(table).isZero();
              }
            });
    assertThat(ffmpeg.held(object)).isEmpty();
  }

  @Test
  void workUnderWayEndsWhenItsVideoIsDeleted() throws Exception {
    upload(1, TestVideos.pattern(2), 2);
    awaitStatus(1, "done");
    SourceVideo video =
        database.read(connection -> videos.find(connection, event, 1)).orElseThrow();
    FutureTask<Optional<String>> endless =
        new FutureTask<>(
            () ->
                watch.whileKept(
                    video,
                    () -> {
                      new CountDownLatch(1).await();
                      return "came to an end by itself";
                    }));
    Thread.ofPlatform().daemon().start(endless);
    assertThat(watch.whileKept(video, () -> "kept")).contains("kept");

    peer.deleteVideo(event, 1);

    assertThat(endless.get(90, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aStorageThatIsAwayIsWaitedForAndAFileThatIsGoneIsNot() throws Exception {
    upload(1, TestVideos.pattern(2), 2);
    awaitStatus(1, "done");
    SourceVideo video =
        database.read(connection -> videos.find(connection, event, 1)).orElseThrow();
    VideoUnreachableException failure = new VideoUnreachableException("Connection refused", "");

    assertThat(originals.away(video, failure).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(descriptions.waitsOutOutages()).isTrue();
    assertThat(chunks.waitsOutOutages()).isTrue();

    storage.remove(buckets.originalsBucket(), TestLibrary.objectKey(event, 1));
    assertThatThrownBy(() -> originals.away(video, failure))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessage("The video's file is not in the storage.");
  }

  @Test
  void aChunkOfAModelThatOthersHaveIsLeftToThem() throws Exception {
    upload(1, TestVideos.pattern(2), 2);
    awaitStatus(1, "done");
    UUID chunk = UUID.randomUUID();
    change("insert into model (model_id, dimension) values ('elsewhere@1', 512)");
    try {
      change(
          """
          insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no, chunk_id,
              start_ns, end_ns, duration_ns)
          select event_id, source_video_key, m.model_no, 0, ?, 0, 2000000000, 2000000000
            from source_video, model m where event_id = ? and m.model_id = 'elsewhere@1'
          """,
          chunk,
          event);
      change(
          "insert into work_item (queue, event_id, item_id) values ('video-analysis', ?, ?)",
          event,
          chunk);

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  database.read(
                      connection ->
                          Sql.of(
                                  """
                                  select 1 from work_item
                                   where item_id = ? and state = 'pending' and attempts = 0
                                     and last_error like 'the face model of this chunk is%'
                                  """,
                                  chunk)
                              .exists(connection)));
    } finally {
      change("delete from work_item where item_id = ?", chunk);
      change("delete from analysis_chunk where chunk_id = ?", chunk);
      change("delete from model where model_id = 'elsewhere@1'");
    }
  }

  private void change(String statement, Object... parameters) {
    database.transact(transaction -> Sql.of(statement, parameters).update(transaction));
  }

  @Test
  void progressIsWatchedOverGrpcUntilTheEnd() {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      ClippingServiceBlockingStub stub = stub(channel);
      AnalysisRequest request =
          AnalysisRequest.newBuilder().setEventId(event).setSourceVideoKey(9).build();
      assertThatThrownBy(() -> stub.getAnalysis(request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
      upload(9, TestVideos.pattern(12), 12);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> ask("GET", "/videos/9/analysis").statusCode(200));

      List<dev.recollect.proto.clipping.v1.Analysis> seen = new ArrayList<>();
      stub.watchAnalysis(request).forEachRemaining(seen::add);

      assertThat(seen).extracting(a -> a.getProgressPercent()).isSorted();
      assertThat(seen).extracting(a -> a.getStatus()).isSorted();
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(seen.getLast().getStatus()).isEqualTo(AnalysisStatus.ANALYSIS_STATUS_DONE);
      assertThat(seen.getLast().getProgressPercent()).isEqualTo(100);
      assertThat(seen.getLast().getEtaSeconds()).isZero();
      assertThat(stub.getAnalysis(request)).isEqualTo(seen.getLast());
    } finally {
      channel.shutdownNow();
    }
  }

  private static ClippingServiceBlockingStub stub(ManagedChannel channel) {
    Metadata credential = new Metadata();
    credential.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + PhotosPeer.SECRET);
    return ClippingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential));
  }

  @Test
  void everyEndpointChecksWhoAsks() {
    String reader = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_READ);
    String stranger = peer.key(8, Scope.SCOPE_INGEST);
    Stream.of(
            "GET /analysis",
            "GET /analysis/failed",
            "POST /analysis/failed/requeue",
            "GET /videos/1/analysis",
            "POST /videos/1/analysis/requeue")
        .map(endpoint -> endpoint.split(" ", 2))
        .forEach(
            endpoint -> {
              String path = "/api/v1/admin/events/" + event + endpoint[1];
              given().request(endpoint[0], path).then().statusCode(401);
              given()
                  .header("X-API-Key", reader)
                  .request(endpoint[0], path)
                  .then()
                  .statusCode(403)
                  .body("message", equalTo("The API key lacks the scope ingest"));
              given()
                  .header("X-API-Key", stranger)
                  .request(endpoint[0], path)
                  .then()
                  .statusCode(404)
                  .body("message", equalTo("Event not found"));
            });
    ask("GET", "/videos/0/analysis")
        .statusCode(422)
        .body("message", equalTo("source_video_key: must be a positive whole number"));
    ask("GET", "/videos/77/analysis")
        .statusCode(404)
        .body("message", equalTo("Source video not found"));
  }
}
