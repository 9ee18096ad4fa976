package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Memory of a photos-service with a heap of 128 MB while 2 GB come in: heap after a collection, the
 * largest heap seen meanwhile (with garbage), and resident memory. Run by bench/upload.sh.
 */
class UploadBenchmark {
  private static final int FILES = 200;
  private static final int FILE_BYTES = 10_740_000;
  private static final int VIDEO_MEGABYTES = 300;

  private final StringBuilder table = new StringBuilder();

  @Test
  void measure() throws Exception {
    Backing backing = Backing.shared();
    try (ServiceProcess service = ServiceProcess.start("upload", backing.settings())) {
      long eventId = KillIT.newEvent(service);
      Photographer.upload(service.port(), OPERATOR_KEY, eventId, 9_000, 1, 100_000);
      row("step", "seconds", "heap MB", "peak heap MB", "peak RSS MB", "RSS MB");
      row("before", "", megabytes(service.heapBytes()), "", "", megabytes(service.residentBytes()));

      step(
          service,
          "2 GB in 200 files",
          () -> {
            HttpResponse<String> answer =
                Photographer.upload(service.port(), OPERATOR_KEY, eventId, 0, FILES, FILE_BYTES);
            assertThat(new JsonPath(answer.body()).getList("data.files.status"))
                .hasSize(FILES)
                .containsOnly("stored");
          });
      step(
          service,
          "renditions of the rest",
          () ->
              await()
                  .atMost(Duration.ofMinutes(10))
                  .until(
                      () -> backing.number("select count(*) from photo where ready") == FILES + 1));
      step(
          service,
          "a video of 300 MB",
          () ->
              assertThat(
                      Photographer.uploadVideo(
                              service.port(), OPERATOR_KEY, eventId, VIDEO_MEGABYTES)
                          .statusCode())
                  .isEqualTo(200));
    }
    Files.writeString(Path.of("target", "upload-benchmark.txt"), table);
  }

  private void step(ServiceProcess service, String name, Runnable work) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong heap = new AtomicLong();
    AtomicLong resident = new AtomicLong();
    Thread watch =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    try {
                      heap.accumulateAndGet(service.heapBytesWithGarbage(), Math::max);
                      resident.accumulateAndGet(service.residentBytes(), Math::max);
                      Thread.sleep(100);
                    } catch (Exception stopped) {
                      throw new IllegalStateException(stopped);
                    }
                  }
                });
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    over.set(true);
    watch.join();
    row(
        name,
        String.format(Locale.ROOT, "%.1f", seconds),
        megabytes(service.heapBytes()),
        megabytes(heap.get()),
        megabytes(resident.get()),
        megabytes(service.residentBytes()));
  }

  private static String megabytes(long bytes) {
    return Long.toString(bytes >> 20);
  }

  private void row(Object... cells) {
    String row = String.format(Locale.ROOT, "%-24s %9s %9s %14s %13s %9s%n", cells);
    System.out.print(row);
    table.append(row);
  }
}
