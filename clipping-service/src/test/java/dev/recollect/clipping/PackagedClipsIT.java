package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.clipping.testing.PackagedService;
import dev.recollect.clipping.testing.PhotosPeer;
import dev.recollect.clipping.testing.SearchPeer;
import dev.recollect.clipping.testing.StallingProxy;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.TestServers;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import io.minio.BucketExistsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.messages.Item;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The service as it is shipped: replicas that share the cutting of clips, and are killed. */
class PackagedClipsIT {
  private static final long EVENT = 42;
  private static final long ORGANISATION = 7;
  private static final int CLIPS = 6;
  private static final int DIMENSION = 512;
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final String OBJECT = "source.mkv";
  private static final String BUCKET = "clips-" + UUID.randomUUID();

  private final TestServers servers = TestServers.get().withNewDatabase();
  private final Path workFolder = TestVideos.folder("clip-work-" + UUID.randomUUID());
  private final MinioClient storage =
      MinioClient.builder()
          .endpoint(servers.s3Endpoint())
          .region("us-east-1")
          .credentials(servers.accessKey(), servers.secretKey())
          .build();

  @Test
  void whatKilledReplicasWereCuttingAndStoringAnotherFinishesOnce() throws Exception {
    Path video =
        TestVideos.make(
            "slow.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=25",
            "-t",
            "60",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "100");
    upload(video);
    int firstPort = freePort();
    int secondPort = freePort();
    try (PhotosPeer photos = new PhotosPeer();
        SearchPeer search = new SearchPeer();
        StallingProxy proxy = new StallingProxy(servers.s3Endpoint());
        Connection database =
            DriverManager.getConnection(
                servers.jdbcUrl("clipping"), servers.user(), servers.password())) {
      String key = photos.key(ORGANISATION, Scope.SCOPE_READ);
      photos.put(event());
      try (PackagedService first = start(photos, search, firstPort, proxy.endpoint())) {
        await().atMost(LIMIT).until(() -> isReady(firstPort));
        describe(database, video);
        UUID one = startSearch(search, database, key, firstPort);
        await().atMost(LIMIT).until(proxy::hasStalled);
        first.kill();

        PackagedService second = start(photos, search, secondPort, servers.s3Endpoint());
        try (second) {
          await().atMost(LIMIT).until(() -> isReady(secondPort));
          assertComplete(database, key, secondPort, one);
          killedWhileCutting(photos, search, database, key, second, secondPort);
        }
      }
      try (Stream<Path> left = Files.walk(workFolder)) {
        assertThat(left).containsExactly(workFolder);
      }
    }
  }

  private void killedWhileCutting(
      PhotosPeer photos,
      SearchPeer search,
      Connection database,
      String key,
      PackagedService second,
      int secondPort)
      throws Exception {
    int port = freePort();
    try (PackagedService third = start(photos, search, port, servers.s3Endpoint())) {
      await().atMost(LIMIT).until(() -> isReady(port));
      UUID two = startSearch(search, database, key, secondPort);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !ffmpegs(second).isEmpty());
      List<ProcessHandle> running = ffmpegs(second);
      second.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> running.stream().noneMatch(PackagedClipsIT::runs));
      assertComplete(database, key, port, two);
      assertThat(third.output()).doesNotContain("X-Amz-Signature");
    }
  }

  private PackagedService start(PhotosPeer photos, SearchPeer search, int port, String storage)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.grpc.clients.search.port", Integer.toString(search.port()));
    settings.put("recollect.storage.endpoint", storage);
    settings.put("recollect.clips.bucket", BUCKET);
    settings.put("recollect.clips.work-folder", workFolder.toString());
    settings.put("recollect.jobs.threads", "2");
    settings.put("recollect.jobs.lanes-per-event", "2");
    return PackagedService.start(servers, photos, port, settings);
  }

  private void assertComplete(Connection database, String key, int port, UUID id) throws Exception {
    JsonPath result =
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    given()
                        .header("X-API-Key", key)
                        .get(url(port, id.toString()))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath(),
                answer -> !answer.getString("data.status").equals("processing"));
    assertThat(result.getString("data.status")).isEqualTo("completed");
    assertThat(result.getList("data.clip_errors")).isEmpty();
    List<String> ids = result.getList("data.videos.uuid");
    assertThat(ids).hasSize(CLIPS).doesNotHaveDuplicates();
    assertThat(objects(id))
        .containsExactlyInAnyOrderElementsOf(
            ids.stream()
                .map(clip -> "%d/motion/selfie/%s/%s.mp4".formatted(EVENT, id, clip))
                .toList());
    assertThat(count(database, "select count(*) from clip where request_id = '%s'".formatted(id)))
        .isEqualTo(CLIPS);
    assertThat(count(database, "select count(*) from work_item where state <> 'done'")).isZero();
    for (String clip : ids) {
      byte[] bytes =
          given()
              .get(
                  "http://127.0.0.1:%d/vids/%d/motion/selfie/%s/%s.mp4"
                      .formatted(port, EVENT, id, clip))
              .then()
              .statusCode(200)
              .extract()
              .asByteArray();
      Path file = TestVideos.folder("packaged-clip").resolve("clip.mp4");
      Files.write(file, bytes);
      assertThat(new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(file)).frames())
          .isEqualTo(100);
    }
  }

  private List<String> objects(UUID search) throws Exception {
    List<String> keys = new ArrayList<>();
    for (Result<Item> item :
        storage.listObjects(
            ListObjectsArgs.builder()
                .bucket(BUCKET)
                .prefix("%d/motion/selfie/%s/".formatted(EVENT, search))
                .recursive(true)
                .build())) {
      keys.add(item.get().objectName());
    }
    return keys;
  }

  private static Event event() {
    return Event.newBuilder()
        .setEventId(EVENT)
        .setOrganisationId(ORGANISATION)
        .setEventName("Run")
        .setEventEnabled(true)
        .setVideoSearch(true)
        .setVideoSelfieSearch(true)
        .setClips(
            ClipSettings.newBuilder()
                .setPaddingBeforeSeconds(2)
                .setPaddingAfterSeconds(2)
                .setMinLengthSeconds(4)
                .setMaxLengthSeconds(30)
                .setMaxClipsPerVideo(CLIPS)
                .setRetentionDays(30))
        .build();
  }

  private static String url(int port, String rest) {
    return "http://127.0.0.1:%d/api/v1/ext/%d/event/%d/video-clipping/%s"
        .formatted(port, ORGANISATION, EVENT, rest);
  }

  /** Of somebody new, who is seen {@link #CLIPS} times. */
  private static UUID startSearch(SearchPeer search, Connection database, String key, int port)
      throws SQLException {
    int person = (int) count(database, "select count(*) from track");
    float[] face = new float[DIMENSION];
    face[person] = 1;
    String vector =
        IntStream.range(0, DIMENSION)
            .mapToObj(i -> i == person ? "1" : "0")
            .collect(Collectors.joining(",", "[", "]"));
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "insert into track select %d, 1, model_no, 0, %d, 0, 0 from model"
              .formatted(EVENT, person));
      statement.execute(
          "insert into track_look select model_no, %d, 1, 0, %d, 0, %d, '%s' from model"
              .formatted(EVENT, person, DIMENSION, vector));
      for (int clip = 0; clip < CLIPS; clip++) {
        statement.execute(
            "insert into sighting select %d, 1, model_no, 0, %d, %d, 0, 0, 1, 1, 1, false from model"
                .formatted(EVENT, person, (4 + 9 * clip) * 1_000_000_000L));
      }
    }
    UUID id = search.faceSearch(EVENT, model(database), face);
    given()
        .header("X-API-Key", key)
        .multiPart("request_id", id.toString())
        .post(url(port, "search-by-selfie"))
        .then()
        .statusCode(200);
    return id;
  }

  private static String model(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select model_id from model")) {
      row.next();
      return row.getString(1);
    }
  }

  private void describe(Connection database, Path video) throws Exception {
    VideoInfo info = new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(video));
    try (PreparedStatement source =
            database.prepareStatement(
                """
                insert into source_video (event_id, source_video_key, description_id, bucket,
                    object_key, size_bytes, duration_ns, generation, description)
                values (?, 1, gen_random_uuid(), ?, ?, 1, ?, 1, ?::jsonb)
                """);
        Statement chunk = database.createStatement()) {
      source.setLong(1, EVENT);
      source.setString(2, servers.bucket("originals"));
      source.setString(3, OBJECT);
      source.setLong(4, info.duration().toNanos());
      source.setString(5, new ObjectMapper().findAndRegisterModules().writeValueAsString(info));
      source.executeUpdate();
      chunk.execute(
          """
          insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no, chunk_id,
              start_ns, end_ns, duration_ns)
          select %d, 1, model_no, 0, gen_random_uuid(), 0, %d, %d from model
          """
              .formatted(EVENT, info.duration().toNanos(), info.duration().toNanos()));
    }
  }

  private void upload(Path video) throws Exception {
    String bucket = servers.bucket("originals");
    if (!storage.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
      storage.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    }
    storage.uploadObject(
        UploadObjectArgs.builder()
            .bucket(bucket)
            .object(OBJECT)
            .filename(video.toString())
            .build());
  }

  private static boolean isReady(int port) {
    try {
      return given().get("http://127.0.0.1:%d/q/health/ready".formatted(port)).statusCode() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  private static List<ProcessHandle> ffmpegs(PackagedService service) {
    return service.children().stream()
        .filter(child -> child.info().command().orElse("").endsWith("/ffmpeg"))
        .toList();
  }

  private static boolean runs(ProcessHandle process) {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return status.noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static long count(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
