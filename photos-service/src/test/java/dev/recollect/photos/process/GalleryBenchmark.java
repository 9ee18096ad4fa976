package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A gallery of 200,000 photos, taken over ten hours: time of pages and of the timeline over HTTP,
 * and the service's heap before and after every tenth page was asked for. Run by bench/gallery.sh.
 */
class GalleryBenchmark {
  private static final int PHOTOS = 200_000;
  private static final int PAGE_SIZE = 32;
  private static final int ROUNDS = 60;
  private static final String INSERT =
      """
      insert into photo (event_id, photo_id, sha256, object_key, size_bytes, content_type, width,
                         height, capture_time, ready, rendition_version, large_bytes, small_bytes)
      select %d, gen_random_uuid(), sha256(n::text::bytea), 'none/' || n, 1, 'image/jpeg', 6000,
             4000,
             case when n %% 50 > 0
                  then timestamptz '2026-05-09 06:00:00+00'
                       + (n * 7919::bigint %% 36000000) * interval '1 millisecond' end,
             true, 1, 1, 1
        from generate_series(1, %d) n
      """;
  private static final String CHECKED =
      "insert into integrity (event_id, photo_id, state) select event_id, photo_id, 'intact' from photo";

  private final StringBuilder table = new StringBuilder();
  private String key;

  @Test
  void measure() throws Exception {
    Backing backing = Backing.shared();
    try (ServiceProcess service = ServiceProcess.start("gallery", backing.settings())) {
      long eventId = KillIT.newEvent(service);
      fill(backing, eventId);
      long organisation = backing.number("select max(organisation_id) from event");
      key =
          service
              .as(OPERATOR_KEY)
              .contentType("application/json")
              .body(Map.of("name", "reader", "scopes", List.of("read")))
              .post("/api/v1/admin/organisations/{o}/keys", organisation)
              .jsonPath()
              .getString("data.key");
      String event = "/api/v1/ext/" + organisation + "/event/";
      String images = event + eventId + "/images?page=";
      int last = PHOTOS / PAGE_SIZE;
      median(service, images + 1);
      long heap = service.heapBytes();

      double first = median(service, images + 1);
      line("page 1: %.1f ms", first);
      for (int page : new int[] {60, 600, 6_000, last}) {
        double time = median(service, images + page);
        line("page %,d: %.1f ms, %.1f times page 1", page, time, time / first);
      }
      line("timeline, days: %.1f ms", median(service, event + eventId + "/timeline/days"));
      line(
          "timeline, page 600 of eight hours: %.1f ms",
          median(
              service,
              event + eventId + "/timeline/images?from=1778310000&to=1778338800&page=600"));
      line("heap before: %d MB", heap >> 20);
      for (int pass = 1; pass <= 2; pass++) {
        for (int page = pass; page <= last; page += 10) {
          get(service, images + page);
        }
        line("heap after %,d pages more: %d MB", last / 10, service.heapBytes() >> 20);
      }
    }
    Files.writeString(Path.of("target", "gallery-benchmark.txt"), table);
  }

  private static void fill(Backing backing, long eventId) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(backing.jdbcUrl(), backing.user(), backing.password());
        Statement statement = connection.createStatement()) {
      statement.execute(INSERT.formatted(eventId, PHOTOS));
      statement.execute(CHECKED);
      statement.execute("vacuum analyze photo");
      statement.execute("vacuum analyze gallery_bucket");
    }
  }

  /** Milliseconds from the request to the whole answer. */
  private double median(ServiceProcess service, String path) {
    double[] times = new double[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      long start = System.nanoTime();
      get(service, path);
      times[n] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[ROUNDS / 2];
  }

  private void get(ServiceProcess service, String path) {
    assertThat(service.as(key).get(path).statusCode()).isEqualTo(200);
  }

  private void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    System.out.println(line);
    table.append(line).append('\n');
  }
}
