package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.photos.TestPhotos;
import dev.recollect.video.TestVideos;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A service killed at any point loses nothing and duplicates nothing. */
class KillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String PROBES_BEGUN =
      "select count(*) from work_item where queue = 'video-probe' and attempts > 0";

  private static final String VIDEOS_ACCEPTED =
      "select count(*) from source_video where state = 'accepted'";

  private final Backing backing = Backing.shared();
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void killedInTheMiddleOfIngestAndOfRenditionsItEndsWithEveryPhotoOnce() throws Exception {
    long eventId;
    Map<String, String> stuck = Map.of("recollect.ffmpeg.folder", stuckFfmpeg().toString());
    try (ServiceProcess service = start(stuck)) {
      eventId = newEvent(service);
      sendVideo(service, eventId);
      await().atMost(PATIENCE).until(() -> backing.number(PROBES_BEGUN) == 1);

      long answered = killWhileSending(service, eventId, () -> stored() >= 6);

      assertThat(stored()).as("what was answered is there").isBetween(answered, (long) made.get());
    }
    try (ServiceProcess service = start(stuck)) {
      sendAll(service, eventId);
      killWhileSending(service, eventId, () -> shown() >= 2 && stored() - shown() >= 4);
    }
    assertThat(shown()).as("killed before the renditions were done").isLessThan(stored());
    long photos;
    try (ServiceProcess service = start(Map.of())) {
      sendAll(service, eventId);
      photos = made.get();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown()).isEqualTo(photos));
      JsonPath progress =
          service.as(OPERATOR_KEY).get("/api/v1/admin/events/{e}/progress", eventId).jsonPath();
      assertThat(progress.getLong("data.photos")).isEqualTo(photos);
      assertThat(progress.getLong("data.shown")).isEqualTo(photos);
      assertThat(progress.getLong("data.done")).isEqualTo(photos);
      assertThat(progress.getLong("data.dead")).isZero();
      await().atMost(PATIENCE).until(() -> backing.number(VIDEOS_ACCEPTED) == 1);
    }
    // What belongs to nobody at that age may be what is being stored just then: nothing is, here.
    try (ServiceProcess service =
        start(Map.of("recollect.upkeep.orphan-age", "0s", "recollect.upkeep.orphan-pause", "1s"))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(backing.keys("originals-")).hasSize((int) photos + 1);
                assertThat(backing.keys("renditions-")).hasSize((int) photos * 2);
              });
    }
    assertThat(backing.number("select count(*) from change where source_video_key = 1"))
        .as("the video that was killed while it was probed")
        .isEqualTo(1);
    assertThat(stored()).isEqualTo(photos);
    assertThat(backing.number("select count(distinct sha256) from photo")).isEqualTo(photos);
    assertThat(
            backing.number(
                "select count(distinct photo_id) from change join photo using (event_id, photo_id)"))
        .isEqualTo(photos);
  }

  /**
   * Sends ever new photos, four at a time, until the service is dead, so that it always dies under
   * requests.
   *
   * @param middle when to kill
   * @return uploads that were answered
   */
  private long killWhileSending(ServiceProcess service, long eventId, Callable<Boolean> middle)
      throws Exception {
    List<Future<Long>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int n = 0; n < 4; n++) {
        senders.add(threads.submit(() -> sendUntilDead(service, eventId)));
      }
      try {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(middle);
      } finally {
        service.kill();
      }
    }
    long answered = 0;
    for (Future<Long> sender : senders) {
      answered += sender.get();
    }
    return answered;
  }

  private long sendUntilDead(ServiceProcess service, long eventId) {
    for (long answered = 0; ; answered++) {
      int status = send(service, eventId, photo(made.getAndIncrement()));
      if (status == 0) {
        return answered;
      }
      assertThat(status).isEqualTo(200);
    }
  }

  private void sendAll(ServiceProcess service, long eventId) {
    for (int n = 0; n < made.get(); n++) {
      assertThat(send(service, eventId, photo(n))).isEqualTo(200);
    }
  }

  private static byte[] photo(int number) {
    return TestPhotos.jpeg(number, 600, 450);
  }

  private ServiceProcess start(Map<String, String> further) throws Exception {
    Map<String, String> settings = backing.settings();
    // A dead replica is noticed after six of these.
    settings.put("recollect.jobs.heartbeat", "1s");
    settings.put("recollect.jobs.polling", "200ms");
    settings.putAll(further);
    return ServiceProcess.start("kill", settings);
  }

  private long stored() {
    return backing.number("select count(*) from photo");
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
}
