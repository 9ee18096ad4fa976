package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.ExifSegment;
import dev.recollect.photos.TestPhotos;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Uploads with little heap and with no disk space. */
class ScarcityIT {
  private static final long FILE_LIMIT = 8L << 20;

  /** What pools and caches may take beside files that are each time more than the heap holds. */
  private static final long SETTLING_BYTES = 12L << 20;

  private final Backing backing = Backing.shared();

  @Test
  void muchPassesThroughASmallHeapThatStaysAsItWasAndAFullDiskIsSaidClearly() throws Exception {
    Map<String, String> settings = backing.settings();
    // Renditions of these photos are not what is tested here.
    settings.put("recollect.jobs.polling", "1h");
    try (ServiceProcess service = ServiceProcess.start("scarcity", settings)) {
      long eventId = KillIT.newEvent(service);
      Photographer.upload(service.port(), OPERATOR_KEY, eventId, 900, 1, 100_000);
      long heap = service.heapBytes();

      HttpResponse<String> many =
          Photographer.upload(service.port(), OPERATOR_KEY, eventId, 0, 200, 700_000);

      assertThat(many.statusCode()).isEqualTo(200);
      assertThat(new JsonPath(many.body()).getList("data.files.status"))
          .hasSize(200)
          .containsOnly("stored");
      assertThat(backing.number("select count(*) from photo")).isEqualTo(201);
      assertThat(backing.number("select sum(size_bytes) from photo"))
          .isGreaterThanOrEqualTo(140_000_000L);
      assertThat(service.heapBytes()).isLessThan(heap + SETTLING_BYTES);

      HttpResponse<String> video =
          Photographer.uploadVideo(service.port(), OPERATOR_KEY, eventId, 150);

      assertThat(video.statusCode()).as(video.body()).isEqualTo(200);
      assertThat(new JsonPath(video.body()).getLong("data.size_bytes")).isEqualTo(150L << 20);
      assertThat(service.heapBytes()).isLessThan(heap + SETTLING_BYTES);
      assertThat(service.isAlive()).isTrue();

      byte[] bomb = TestPhotos.pngWithPackedText(256 << 20, new ExifSegment());
      HttpResponse<String> packed =
          Photographer.upload(service.port(), OPERATOR_KEY, eventId, bomb);

      assertThat(packed.statusCode()).as(packed.body()).isEqualTo(200);
      assertThat(service.isAlive()).as("metadata are not unfolded").isTrue();
      long photos = backing.number("select count(*) from photo");

      service.limitFiles(FILE_LIMIT);

      HttpResponse<String> tooLargeForTheDisk =
          Photographer.upload(service.port(), OPERATOR_KEY, eventId, 500, 1, 12_000_000);

      assertThat(tooLargeForTheDisk.statusCode()).isEqualTo(503);
      JsonPath refused = new JsonPath(tooLargeForTheDisk.body());
      assertThat(refused.getString("responseType")).isEqualTo("error");
      assertThat(refused.getString("message"))
          .isEqualTo("The server has no disk space left; try again later");
      assertThat(backing.number("select count(*) from photo")).isEqualTo(photos);
      HttpResponse<String> small =
          Photographer.upload(service.port(), OPERATOR_KEY, eventId, 501, 1, 100_000);
      assertThat(new JsonPath(small.body()).getList("data.files.status")).containsExactly("stored");
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(() -> assertThat(scratchFiles()).isEmpty());
    }
  }

  private static List<Path> scratchFiles() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("target/process/scarcity-scratch"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
