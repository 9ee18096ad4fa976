package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.clipping.library.PacketPages;
import dev.recollect.clipping.library.PacketWriter;
import dev.recollect.clipping.testing.HoldingFfmpeg;
import dev.recollect.clipping.testing.SearchPeer;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.PackagedService;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import dev.recollect.video.Packet;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.messages.Item;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The service as it is shipped: replicas that share analysis and the cutting of clips. One is
 * killed while it does either, the next one while it stores a clip.
 */
class ReplicasIT {
  /** Its video has been analysed; clips are cut from it. */
  private static final long CLIPS_EVENT = 42;

  /** Its video is analysed. */
  private static final long ANALYSIS_EVENT = 43;

  private static final int CLIPS = 6;
  private static final int CHUNKS = 6;
  private static final int CHUNK_SECONDS = 2;
  private static final int SECONDS = CHUNKS * CHUNK_SECONDS;

  /** What one replica is kept busy with, of each kind. */
  private static final int HELD = 2;

  private static final int DIMENSION = 512;
  private static final long MOST_MEGABYTES = 500;
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final String SOURCE = "source.mkv";
  private static final String BUCKET = "clips-" + UUID.randomUUID();

  private final TestServers servers = TestServers.get().withNewDatabase();
  private final Path workFolder = TestVideos.folder("clip-work-" + UUID.randomUUID());
  private final Optional<Path> portraits = TestFaces.portraits();
  private final MinioClient storage =
      MinioClient.builder()
          .endpoint(servers.s3Endpoint())
          .region("us-east-1")
          .credentials(servers.accessKey(), servers.secretKey())
          .build();

  @Test
  void whatKilledReplicasWereDoingOthersFinishOnce() throws Exception {
    Path source =
        TestVideos.make(
            "source.mkv",
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
    Path people = people();
    storage.makeBucket(MakeBucketArgs.builder().bucket(servers.bucket("originals")).build());
    upload(SOURCE, source);
    upload(TestLibrary.objectKey(ANALYSIS_EVENT, 1), people);
    HoldingFfmpeg ffmpeg = new HoldingFfmpeg();
    // The cuts of clips, and the decoding of chunks.
    ffmpeg.hold(SOURCE, "rawvideo pipe:1");
    try (PhotosPeer photos = new PhotosPeer();
        SearchPeer search = new SearchPeer();
        StorageProxy proxy = new StorageProxy(servers.s3Endpoint());
        TestDatabase database = TestDatabase.open(servers, "clipping")) {
      proxy.stallUpload("/motion/selfie/");
      String key = photos.key(TestLibrary.ORGANISATION, Scope.SCOPE_READ);
      photos.put(clipsEvent());
      photos.put(TestLibrary.event(ANALYSIS_EVENT).build());
      UUID id;
      try (PackagedService first = start(photos, search, 2 * HELD + 1, HELD, ffmpeg.start())) {
        URI address = first.awaitReady();
        assertThat(workFolder).isDirectoryContaining("glob:**/recollect-clips-*.lock");
        describe(database, source);
        id = startSearch(search, database, key, address);
        photos.put(
            TestLibrary.video(ANALYSIS_EVENT, 1, servers.bucket("originals"), people, SECONDS));
        await().atMost(LIMIT).until(() -> ffmpegs(first).size() == 2 * HELD);

        Map<String, String> stalling =
            Map.of(
                "recollect.storage.endpoint",
                proxy.endpoint(),
                "recollect.storage.read-timeout",
                LIMIT.multipliedBy(2).toSeconds() + "s");
        try (PackagedService second = start(photos, search, 3 * HELD, 2 * HELD, stalling)) {
          // All but what the first one holds, and but the clip that is being stored for ever.
          awaitDone(database, "video-analysis", CHUNKS - HELD, second);
          awaitDone(database, "clip", CLIPS - HELD - 1, second);
          await().atMost(LIMIT).until(proxy::hasStalled);

          List<ProcessHandle> orphans = ffmpegs(first);
          assertThat(orphans).hasSize(2 * HELD);
          first.kill();
          await().atMost(LIMIT).until(() -> orphans.stream().noneMatch(ReplicasIT::runs));
          awaitDone(database, "video-analysis", CHUNKS, second);
          assertAnalysedOnce(database);
          System.out.println("resident after analysis: " + second.residentMegabytes() + " MB");
          assertThat(second.residentMegabytes()).isLessThanOrEqualTo(MOST_MEGABYTES);
          assertThat(second.output()).doesNotContain("X-Amz-Signature");
          awaitDone(database, "clip", CLIPS - 1, second);
          second.kill();
        }
      }
      try (PackagedService third = start(photos, search, 3 * HELD, 2 * HELD, Map.of())) {
        assertComplete(database, key, third.awaitReady(), id);
        assertThat(third.output()).doesNotContain("X-Amz-Signature");
      }
      try (Stream<Path> left = Files.walk(workFolder)) {
        assertThat(left).containsExactly(workFolder);
      }
    } finally {
      ffmpeg.stop();
    }
  }

  /** Somebody who is there throughout; in a checkout without portraits, nobody. */
  private Path people() {
    List<String> arguments = new ArrayList<>();
    if (portraits.isPresent()) {
      Path portrait = portraits.get().resolve("obama.jpg");
      Path small = TestFaces.video(new TestFaces.Scene(portrait, 8));
      arguments.addAll(List.of("-stream_loop", "-1", "-i", small.toString()));
    } else {
      arguments.addAll(List.of("-f", "lavfi", "-i", TestVideos.PATTERN));
    }
    arguments.addAll(List.of("-t", Integer.toString(SECONDS), "-vf", "scale=1920:1080"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    return TestVideos.make("people-1080p.mp4", arguments.toArray(String[]::new));
  }

  /**
   * Starts a replica.
   *
   * @param threads of which a held one is lost to anything else; one is never held
   * @param lanes an event's: what one replica holds needs no more than its own are, so another one
   *     that opens more finds work
   */
  private PackagedService start(
      PhotosPeer photos, SearchPeer search, int threads, int lanes, Map<String, String> own)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.grpc.clients.search.port", Integer.toString(search.port()));
    settings.put("recollect.clips.bucket", BUCKET);
    settings.put("recollect.clips.work-folder", workFolder.toString());
    settings.put("recollect.analysis.chunk", CHUNK_SECONDS + "s");
    settings.put("recollect.ffmpeg.max-processes", "8");
    settings.put("recollect.jobs.threads", Integer.toString(threads));
    settings.put("recollect.jobs.lanes-per-event", Integer.toString(lanes));
    settings.putAll(own);
    return PackagedService.start(servers, "clipping", photos, settings);
  }

  private static void awaitDone(
      TestDatabase database, String queue, int items, PackagedService replica) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(replica.isAlive()).isTrue();
              return database.number(
                      "select count(*) from work_item where queue = '%s' and state = 'done'"
                          .formatted(queue))
                  == items;
            });
  }

  private void assertAnalysedOnce(TestDatabase database) throws SQLException {
    String inEvent = " where event_id = " + ANALYSIS_EVENT;
    assertThat(database.number("select count(*) from work_item" + inEvent)).isEqualTo(CHUNKS + 1);
    assertThat(database.number("select count(*) from analysis_chunk" + inEvent)).isEqualTo(CHUNKS);
    // One person, seen throughout: a track in each chunk, sighted twice a second.
    int tracks = portraits.isPresent() ? CHUNKS : 0;
    int sightings = portraits.isPresent() ? 2 * SECONDS : 0;
    assertThat(database.number("select count(*) from track" + inEvent)).isEqualTo(tracks);
    assertThat(database.number("select count(distinct chunk_no) from track" + inEvent))
        .isEqualTo(tracks);
    assertThat(database.number("select count(*) from sighting" + inEvent)).isEqualTo(sightings);
    assertThat(database.number("select count(distinct time_ns) from sighting" + inEvent))
        .isEqualTo(sightings);
    assertThat(database.number("select count(*) from track_look" + inEvent + " and look_no = 0"))
        .isEqualTo(tracks);
  }

  private void assertComplete(TestDatabase database, String key, URI address, UUID id)
      throws Exception {
    JsonPath result =
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    given()
                        .header("X-API-Key", key)
                        .get(url(address, id.toString()))
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
                .map(clip -> "%d/motion/selfie/%s/%s.mp4".formatted(CLIPS_EVENT, id, clip))
                .toList());
    assertThat(database.number("select count(*) from clip where request_id = '%s'".formatted(id)))
        .isEqualTo(CLIPS);
    assertThat(database.number("select count(*) from work_item where state <> 'done'")).isZero();
    for (String clip : ids) {
      byte[] bytes =
          given()
              .get("%s/vids/%d/motion/selfie/%s/%s.mp4".formatted(address, CLIPS_EVENT, id, clip))
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
                .prefix("%d/motion/selfie/%s/".formatted(CLIPS_EVENT, search))
                .recursive(true)
                .build())) {
      keys.add(item.get().objectName());
    }
    return keys;
  }

  private static Event clipsEvent() {
    return TestLibrary.event(CLIPS_EVENT)
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

  private static String url(URI address, String rest) {
    return "%s/api/v1/ext/%d/event/%d/video-clipping/%s"
        .formatted(address, TestLibrary.ORGANISATION, CLIPS_EVENT, rest);
  }

  /** Of somebody who is seen {@link #CLIPS} times. */
  private static UUID startSearch(SearchPeer search, TestDatabase database, String key, URI address)
      throws SQLException {
    float[] face = new float[DIMENSION];
    face[0] = 1;
    String vector =
        IntStream.range(0, DIMENSION)
            .mapToObj(i -> i == 0 ? "1" : "0")
            .collect(Collectors.joining(",", "[", "]"));
    database.execute(
        "insert into track select %d, 1, model_no, 0, 0 from model".formatted(CLIPS_EVENT));
    database.execute(
        "insert into track_look select model_no, %d, 1, 0, 0, 0, %d, '%s' from model"
            .formatted(CLIPS_EVENT, DIMENSION, vector));
    for (int clip = 0; clip < CLIPS; clip++) {
      database.execute(
          "insert into sighting select %d, 1, model_no, 0, 0, %d from model"
              .formatted(CLIPS_EVENT, (4 + 9 * clip) * 1_000_000_000L));
    }
    UUID id = search.faceSearch(CLIPS_EVENT, model(database), face);
    given()
        .header("X-API-Key", key)
        .multiPart("request_id", id.toString())
        .post(url(address, "search-by-selfie"))
        .then()
        .statusCode(200);
    return id;
  }

  private static String model(TestDatabase database) throws SQLException {
    try (Statement statement = database.connection().createStatement();
        ResultSet row = statement.executeQuery("select model_id from model")) {
      row.next();
      return row.getString(1);
    }
  }

  private void describe(TestDatabase database, Path video) throws Exception {
    List<Packet> packets = new ArrayList<>();
    VideoInfo info =
        new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(video), packets::add);
    try (PreparedStatement source =
            database
                .connection()
                .prepareStatement(
                    """
                insert into source_video (event_id, source_video_key, description_id, bucket,
                    object_key, size_bytes, duration_ns, generation, description)
                values (?, 1, gen_random_uuid(), ?, ?, 1, ?, 1, ?::jsonb)
                """);
        Statement chunk = database.connection().createStatement()) {
      source.setLong(1, CLIPS_EVENT);
      source.setString(2, servers.bucket("originals"));
      source.setString(3, SOURCE);
      source.setLong(4, info.duration().toNanos());
      source.setString(5, new ObjectMapper().findAndRegisterModules().writeValueAsString(info));
      source.executeUpdate();
      try (PacketWriter writer = new PacketPages().write(database.connection(), CLIPS_EVENT, 1)) {
        packets.forEach(writer);
        writer.finish();
      }
      chunk.execute(
          """
          insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no, chunk_id,
              start_ns, end_ns, duration_ns)
          select %d, 1, model_no, 0, gen_random_uuid(), 0, %d, %d from model
          """
              .formatted(CLIPS_EVENT, info.duration().toNanos(), info.duration().toNanos()));
    }
  }

  private void upload(String object, Path video) throws Exception {
    storage.uploadObject(
        UploadObjectArgs.builder()
            .bucket(servers.bucket("originals"))
            .object(object)
            .filename(video.toString())
            .build());
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
}
