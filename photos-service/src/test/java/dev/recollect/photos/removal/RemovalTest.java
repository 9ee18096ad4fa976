package dev.recollect.photos.removal;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@PhotosTest
class RemovalTest {
  /** More than go in one part. */
  private static final int RENDITIONS = 1001;

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @TempDir Path folder;

  @Test
  void aLargeEventGoesPartByPartAndItsRowsWithTheLast() throws Exception {
    Organiser organiser = newOrganiser("Removal");
    long eventId = organiser.newEvent("Run");
    Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(98, 80, 60));
    Uploads.awaitShown(organiser, eventId, 1);
    Path file = Files.writeString(folder.resolve("rendition"), "rendition");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int n = 0; n < RENDITIONS; n++) {
        String key =
            StorageKeys.rendition(
                organiser.organisationId(), eventId, new UUID(0x7000L, n), 1, "large");
        threads.execute(() -> storage.put(buckets.renditionsBucket(), key, file, "image/jpeg"));
      }
    }
    double before = runs();

    organiser.request().delete("/api/v1/admin/events/{e}", eventId).then().statusCode(200);

    try (TestDatabase database = TestDatabase.open(TestServers.get(), "photos")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  database.number(
                      "select count(*) from work_item where queue = 'removal' and state = 'done'"
                          + " and event_id = "
                          + eventId),
              done -> done == 1);
      assertThat(database.number("select count(*) from photo where event_id = " + eventId))
          .isZero();
    }
    String prefix = StorageKeys.ofEvent(organiser.organisationId(), eventId);
    assertThat(storage.list(buckets.renditionsBucket(), prefix, 1)).isEmpty();
    assertThat(storage.list(buckets.originalsBucket(), prefix, 1)).isEmpty();
    await().atMost(Duration.ofSeconds(60)).until(() -> runs() - before >= 2);
  }

  private static double runs() {
    String series = "recollect_jobs_seconds_count{outcome=\"done\",queue=\"removal\"";
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
