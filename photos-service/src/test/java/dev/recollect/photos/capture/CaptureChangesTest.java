package dev.recollect.photos.capture;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.ExifSegment;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When changes of many photos make readers of the feed wait. */
@PhotosTest
class CaptureChangesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the writer that waits for the test's lock holds of the feed's. */
  private static final String OF_WAITING_WRITERS =
      """
      select count(*) from pg_stat_activity writer %s
       where writer.datname = current_database() and writer.wait_event_type = 'Lock'
         and writer.query like '%%corrected as (%%'
      """;

  private static final String WAITING = OF_WAITING_WRITERS.formatted("");
  private static final String HOLDING =
      OF_WAITING_WRITERS.formatted(
          "join pg_locks held on held.pid = writer.pid and held.locktype = 'advisory'"
              + " and held.granted");

  static Stream<Named<BiFunction<Organiser, Long, Response>>> corrections() {
    return Stream.of(
        Named.of(
            "a camera's clock",
            (organiser, eventId) ->
                organiser
                    .request()
                    .contentType("application/json")
                    .body(Map.of("offset_seconds", 60))
                    .put("/api/v1/admin/events/{e}/cameras/canon-eos-r5-a1/clock-offset", eventId)),
        Named.of(
            "the time zone",
            (organiser, eventId) ->
                organiser
                    .change(eventId, Map.of("time_zone", "America/New_York"))
                    .extract()
                    .response()));
  }

  @ParameterizedTest
  @MethodSource("corrections")
  void readersWaitFromTheLastCorrectedPhotoOnAndNotFromTheFirst(
      BiFunction<Organiser, Long, Response> correction) throws Exception {
    Organiser organiser = newOrganiser("Late changes");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));
    String last = "";
    for (int seed = 111; seed <= 113; seed++) {
      ExifSegment exif =
          new ExifSegment().camera("Canon", "Canon EOS R5", "A1").taken("2026:05:09 10:15:30");
      last = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(seed, 64, 48, exif));
    }
    Uploads.awaitShown(organiser, eventId, 3);
    // Within a transaction, activity is what it was at the first look.
    try (TestDatabase database = TestDatabase.open(TestServers.get(), "photos");
        TestDatabase observer = TestDatabase.open(TestServers.get(), "photos")) {
      database.connection().setAutoCommit(false);
      database.execute("select 1 from photo where photo_id = '" + last + "' for update");

      CompletableFuture<Response> answer =
          CompletableFuture.supplyAsync(
              () -> correction.apply(organiser, eventId), Thread::startVirtualThread);
      await().atMost(PATIENCE).until(() -> observer.number(WAITING) == 1);
      long holding = observer.number(HOLDING);
      database.connection().commit();

      assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(holding).as("locks of the feed").isZero();
      assertThat(
              database.number(
                  "select count(distinct photo_id) from change where event_id = " + eventId))
          .isEqualTo(3);
    }
  }
}
