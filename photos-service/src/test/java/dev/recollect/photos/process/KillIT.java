package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.photos.TestPhotos;
import dev.recollect.video.TestVideos;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.messages.Item;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A service killed at any point loses nothing and duplicates nothing. */
class KillIT {
  private static final int PHOTOS = 18;
  private static final String PROBES_BEGUN =
      "select count(*) from work_item where queue = 'video-probe' and attempts > 0";

  private final Backing backing = Backing.shared();

  @Test
  void killedInTheMiddleOfIngestAndOfRenditionsItEndsWithEveryPhotoOnce() throws Exception {
    List<byte[]> photos =
        IntStream.range(0, PHOTOS).mapToObj(n -> TestPhotos.jpeg(n, 1200, 900)).toList();
    long eventId;
    Map<String, String> stuck = Map.of("recollect.ffmpeg.folder", stuckFfmpeg().toString());
    try (ServiceProcess service = start(stuck)) {
      eventId = newEvent(service);
      sendVideo(service, eventId);
      List<Future<Integer>> uploads = new ArrayList<>();
      try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
        photos.forEach(photo -> uploads.add(senders.submit(() -> send(service, eventId, photo))));
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(10))
            .until(
                () ->
                    backing.number("select count(*) from photo") >= PHOTOS / 3
                        && backing.number(PROBES_BEGUN) == 1);
        service.kill();
      }
      long answered = 0;
      for (Future<Integer> upload : uploads) {
        answered += upload.get() == 200 ? 1 : 0;
      }
      assertThat(backing.number("select count(*) from photo"))
          .as("what was answered is there")
          .isBetween(answered, (long) PHOTOS - 1);
    }
    try (ServiceProcess service = start(stuck)) {
      for (byte[] photo : photos) {
        assertThat(send(service, eventId, photo)).isEqualTo(200);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> shown() >= 2);
      service.kill();
    }
    assertThat(shown()).as("killed before the renditions were done").isLessThan(PHOTOS);
    try (ServiceProcess service =
        start(Map.of("recollect.upkeep.orphan-age", "0s", "recollect.upkeep.orphan-pause", "1s"))) {
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(() -> assertThat(shown()).isEqualTo(PHOTOS));
      JsonPath gallery =
          service.as(OPERATOR_KEY).get("/api/v1/admin/events/{e}/progress", eventId).jsonPath();
      assertThat(gallery.getInt("data.photos")).isEqualTo(PHOTOS);
      assertThat(gallery.getInt("data.shown")).isEqualTo(PHOTOS);
      assertThat(gallery.getInt("data.done")).isEqualTo(PHOTOS);
      assertThat(gallery.getInt("data.dead")).isZero();
      await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  backing.number("select count(*) from source_video where state = 'accepted'")
                      == 1);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(keys("originals-")).hasSize(PHOTOS + 1);
                assertThat(keys("renditions-")).hasSize(2 * PHOTOS);
              });
    }
    assertThat(backing.number("select count(*) from source_video where state = 'accepted'"))
        .as("the video that was killed while it was probed")
        .isEqualTo(1);
    assertThat(backing.number("select count(*) from change where source_video_key = 1"))
        .isEqualTo(1);
    assertThat(backing.number("select count(*) from photo")).isEqualTo(PHOTOS);
    assertThat(backing.number("select count(distinct sha256) from photo")).isEqualTo(PHOTOS);
    assertThat(
            backing.number(
                "select count(distinct photo_id) from change join photo using (event_id, photo_id)"))
        .isEqualTo(PHOTOS);
  }

  private ServiceProcess start(Map<String, String> further) throws Exception {
    Map<String, String> settings = backing.settings();
    // A dead replica is noticed after four of these.
    settings.put("recollect.jobs.heartbeat", "1s");
    settings.putAll(further);
    return ServiceProcess.start("kill", settings, 0);
  }

  private long shown() {
    return backing.number("select count(*) from photo where ready");
  }

  /** The status; 0 when the service died under the request. */
  private static int send(ServiceProcess service, long eventId, byte[] photo) {
    try {
      return service
          .as(OPERATOR_KEY)
          .multiPart("files", "p.jpg", photo, "image/jpeg")
          .post("/api/v1/admin/events/{e}/photos", eventId)
          .statusCode();
    } catch (Exception died) {
      return 0;
    }
  }

  /** Tools that never come to an end. */
  private static Path stuckFfmpeg() throws IOException {
    Path folder = Files.createDirectories(Path.of("target/process/stuck-ffmpeg").toAbsolutePath());
    for (String tool : List.of("ffmpeg", "ffprobe")) {
      Path file = Files.writeString(folder.resolve(tool), "#!/bin/sh\nexec sleep 600\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return folder;
  }

  private static void sendVideo(ServiceProcess service, long eventId) {
    service
        .as(OPERATOR_KEY)
        .multiPart("file", TestVideos.pattern(1).toFile(), "video/mp4")
        .post("/api/v1/admin/events/{e}/videos", eventId)
        .then()
        .statusCode(200)
        .body("data.state", equalTo("probing"));
  }

  static long newEvent(ServiceProcess service) {
    long organisation =
        service
            .as(OPERATOR_KEY)
            .contentType("application/json")
            .body(Map.of("name", "Process"))
            .post("/api/v1/admin/organisations")
            .jsonPath()
            .getLong("data.organisation_id");
    return service
        .as(OPERATOR_KEY)
        .contentType("application/json")
        .body(Map.of("event_name", "Run", "event_date", "2026-05-09T08:00:00"))
        .post("/api/v1/admin/organisations/{o}/events", organisation)
        .jsonPath()
        .getLong("data.event_id");
  }

  private List<String> keys(String bucket) throws Exception {
    List<String> keys = new ArrayList<>();
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(backing.s3Endpoint())
            .credentials(backing.accessKey(), backing.secretKey())
            .region("us-east-1")
            .build()) {
      for (Result<Item> item :
          client.listObjects(
              ListObjectsArgs.builder()
                  .bucket(bucket + backing.bucketSuffix())
                  .recursive(true)
                  .build())) {
        keys.add(item.get().objectName());
      }
    }
    return keys;
  }
}
