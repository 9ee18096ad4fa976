package dev.recollect.clipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recollect.clipping.testing.PackagedService;
import dev.recollect.clipping.testing.PhotosPeer;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.testkit.TestServers;
import dev.recollect.video.TestVideos;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The service as it is shipped: two replicas, of which one is killed. */
class PackagedAnalysisIT {
  private static final long EVENT = 42;
  private static final int SECONDS = 24;
  private static final int CHUNKS = 12;
  private static final long MOST_MEGABYTES = 500;

  @Test
  void whatAKilledReplicaWasAnalysingAnotherFinishesOnce() throws Exception {
    assumeTrue(TestFaces.portraits().isPresent());
    Path video = video();
    TestServers servers = TestServers.get().withNewDatabase();
    upload(servers, video);
    Map<String, String> shortChunks =
        Map.of("recollect.analysis.chunk", "2s", "recollect.jobs.threads", "2");
    try (PhotosPeer peer = new PhotosPeer();
        Connection database =
            DriverManager.getConnection(
                servers.jdbcUrl("clipping"), servers.user(), servers.password());
        PackagedService first = PackagedService.start(servers, peer, freePort(), shortChunks);
        PackagedService second = next(first, servers, peer, shortChunks)) {
      await().atMost(Duration.ofSeconds(120)).until(() -> isUp(second));
      peer.put(TestLibrary.event(EVENT).build());
      peer.put(TestLibrary.video(EVENT, 1, servers.bucket("originals"), video, SECONDS));
      await()
          .atMost(Duration.ofSeconds(180))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> done(database) >= 1 && !ffmpegOf(first).isEmpty());
      List<ProcessHandle> ffmpeg = ffmpegOf(first);
      first.kill();
      assertThat(ffmpeg).isNotEmpty();
      assertThat(done(database)).isLessThan(CHUNKS);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ffmpeg.stream().noneMatch(PackagedAnalysisIT::runs));

      awaitDone(second, database, CHUNKS);
      System.out.println("resident after analysis: " + second.residentMegabytes() + " MB");
      assertThat(second.residentMegabytes()).isLessThanOrEqualTo(MOST_MEGABYTES);
      assertThat(second.output()).doesNotContain("X-Amz-Signature");
      // One person, seen throughout: a track in each chunk, sighted twice a second.
      assertThat(count(database, "select count(*) from track")).isEqualTo(CHUNKS);
      assertThat(count(database, "select count(distinct chunk_no) from track")).isEqualTo(CHUNKS);
      assertThat(count(database, "select count(*) from sighting")).isEqualTo(2 * SECONDS);
      assertThat(count(database, "select count(distinct time_ns) from sighting"))
          .isEqualTo(2 * SECONDS);
      assertThat(count(database, "select count(*) from track_look where look_no = 0"))
          .isEqualTo(CHUNKS);
      assertThat(count(database, "select count(*) from work_item where state <> 'done'")).isZero();
      assertThat(count(database, "select count(*) from work_item")).isEqualTo(CHUNKS + 1);
    }
  }

  private static Path video() {
    Path portrait = TestFaces.portraits().orElseThrow().resolve("obama.jpg");
    Path small = TestFaces.video(new TestFaces.Scene(portrait, 8));
    return TestVideos.make(
        "people-1080p.mp4",
        "-stream_loop",
        "-1",
        "-i",
        small.toString(),
        "-t",
        Integer.toString(SECONDS),
        "-vf",
        "scale=1920:1080",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast");
  }

  private static void awaitDone(PackagedService service, Connection database, int chunks) {
    await()
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !service.isAlive() || done(database) >= chunks);
    assertThat(service.isAlive()).isTrue();
  }

  /** Starts another replica once the schema is there. */
  private static PackagedService next(
      PackagedService first, TestServers servers, PhotosPeer peer, Map<String, String> settings)
      throws IOException {
    await().atMost(Duration.ofSeconds(120)).until(() -> isUp(first));
    return PackagedService.start(servers, peer, freePort(), settings);
  }

  private static boolean isUp(PackagedService service) throws IOException {
    assertThat(service.isAlive()).as(service.output()).isTrue();
    return service.output().contains("Listening on");
  }

  private static List<ProcessHandle> ffmpegOf(PackagedService service) {
    return service.children().stream().filter(PackagedAnalysisIT::runs).toList();
  }

  private static long done(Connection database) {
    try {
      return count(
          database,
          "select count(*) from work_item where queue = 'video-analysis' and state = 'done'");
    } catch (SQLException notMigratedYet) {
      return 0;
    }
  }

  private static long count(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Whether the process does anything any more: one that merely waits to be reaped does not. */
  private static boolean runs(ProcessHandle process) {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return status.noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static void upload(TestServers servers, Path video) throws Exception {
    MinioClient storage =
        MinioClient.builder()
            .endpoint(servers.s3Endpoint())
            .region("us-east-1")
            .credentials(servers.accessKey(), servers.secretKey())
            .build();
    String bucket = servers.bucket("originals");
    storage.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    storage.uploadObject(
        UploadObjectArgs.builder()
            .bucket(bucket)
            .object(TestLibrary.objectKey(EVENT, 1))
            .filename(video.toString())
            .build());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
