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
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.clipping.v1.AnalysisRequest;
import dev.recollect.proto.clipping.v1.AnalysisStatus;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc.ClippingServiceBlockingStub;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.SharedSecret;
import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoUnreachableException;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From a video in the library to tracks and progress, over the wire at both ends. */
@QuarkusTest
class AnalysisTest extends AnalysisFixture {
  @Inject SourceVideoStore videos;
  @Inject PacketPages pages;
  @Inject Originals originals;
  @Inject DescriptionWork descriptions;
  @Inject ChunkWork chunks;

  @TestHTTPResource("/")
  URI service;

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

  @Test
  void progressIsWatchedOverGrpcUntilTheEnd() {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      ClippingServiceBlockingStub stub =
          ClippingServiceGrpc.newBlockingStub(channel)
              .withInterceptors(SharedSecret.sending(PhotosPeer.SECRET));
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
