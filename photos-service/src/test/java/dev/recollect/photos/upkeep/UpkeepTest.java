package dev.recollect.photos.upkeep;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.FirstRounds;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PhotosTest
class UpkeepTest {
  StorageProxy proxy;

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject AgroalDataSource dataSource;
  @Inject OrphanJob orphans;
  @Inject ExpiredUploads uploads;
  @Inject ChecksumJob checksums;
  @Inject RetentionJob retention;
  @Inject CompactionJob compaction;

  @Test
  void onlyObjectsThatAreOldAndHaveNoRowAreRemoved() throws Exception {
    Organiser organiser = newOrganiser("Orphans");
    long eventId = organiser.newEvent("Run");
    String kept = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(71, 80, 60));
    Uploads.awaitShown(organiser, eventId, 1);
    String prefix = organiser.organisationId() + "/" + eventId + "/";
    UUID old = idOf(Instant.now().minus(Duration.ofHours(25)));
    UUID young = idOf(Instant.now().minus(Duration.ofHours(23)));
    put(buckets.originalsBucket(), prefix + old);
    put(buckets.originalsBucket(), prefix + young);
    put(buckets.renditionsBucket(), prefix + old + "/1/large.jpg");
    put(buckets.originalsBucket(), "not-ours");

    orphans.run();

    assertThat(keys(buckets.originalsBucket(), prefix))
        .containsExactlyInAnyOrder(prefix + kept, prefix + young);
    assertThat(keys(buckets.renditionsBucket(), prefix))
        .containsExactlyInAnyOrder(prefix + kept + "/1/large.jpg", prefix + kept + "/1/small.jpg");
    assertThat(keys(buckets.originalsBucket(), "not-ours")).containsExactly("not-ours");
  }

  @Test
  void presignedUploadsThatNobodyCompletedAreRemovedRowOrNot() throws Exception {
    Organiser organiser = newOrganiser("Incoming");
    long eventId = organiser.newEvent("Run");
    String prefix = "incoming/" + organiser.organisationId() + "/" + eventId + "/";
    UUID late = idOf(Instant.now().minus(Duration.ofHours(25)));
    UUID young = idOf(Instant.now().minus(Duration.ofHours(23)));
    UUID expired = idOf(Instant.now().minus(Duration.ofHours(26)));
    put(buckets.originalsBucket(), prefix + late);
    put(buckets.originalsBucket(), prefix + young);
    put(buckets.originalsBucket(), prefix + expired);
    update(
        """
        insert into direct_upload (event_id, upload_id, object_key, created_at)
        values (%d, '%s', '%s', now() - interval '26 hours')
        """
            .formatted(eventId, expired, prefix + expired));

    orphans.run();

    assertThat(keys(buckets.originalsBucket(), prefix)).containsExactly(prefix + young);
    assertThat(update("delete from direct_upload where event_id = " + eventId)).isZero();
  }

  @Test
  void uploadsAreForgottenInPagesAndCompletedOnesWithoutTheStorage() throws Exception {
    Organiser organiser = newOrganiser("Many uploads");
    long eventId = organiser.newEvent("Run");
    String old =
        """
        insert into direct_upload (event_id, upload_id, object_key, created_at, photo_id, status)
        select %d, gen_random_uuid(), 'incoming/x/' || n, now() - interval '26 hours', %s, %s
          from generate_series(1, 1001) n
        """;
    String count = "select count(*) from direct_upload where event_id = " + eventId;
    update(old.formatted(eventId, "gen_random_uuid()", "'stored'"));
    update(old.formatted(eventId, "null::uuid", "null"));
    try (TestDatabase database = TestDatabase.open(TestServers.get(), "photos")) {
      proxy.goAway();
      try {
        assertThatThrownBy(() -> uploads.remove(Instant.now().minus(Duration.ofDays(1))))
            .isInstanceOf(RecollectException.class);
        assertThat(database.number(count + " and photo_id is not null")).isZero();
        assertThat(database.number(count)).isEqualTo(1001);
      } finally {
        proxy.comeBack();
      }

      // A connection from before may cost another try.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(RecollectException.class)
          .untilAsserted(
              () -> {
                uploads.remove(Instant.now().minus(Duration.ofDays(1)));
                assertThat(database.number(count)).isZero();
              });
    }
  }

  @Test
  void anAlteredOriginalIsFoundAndCounted() throws Exception {
    Organiser organiser = newOrganiser("Altered");
    long eventId = organiser.newEvent("Run");
    String intact = Uploads.store(organiser, eventId, "a.jpg", TestPhotos.jpeg(72, 80, 60));
    String altered = Uploads.store(organiser, eventId, "b.jpg", TestPhotos.jpeg(73, 80, 60));
    String missing = Uploads.store(organiser, eventId, "c.jpg", TestPhotos.jpeg(74, 80, 60));
    Uploads.awaitShown(organiser, eventId, 3);
    String prefix = organiser.organisationId() + "/" + eventId + "/";
    put(buckets.originalsBucket(), prefix + altered);
    storage.remove(buckets.originalsBucket(), prefix + missing);

    // The service's own rounds may have seen them as they were.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              forgetChecks(eventId);
              checksums.run();
              assertThat(integrity(organiser, eventId, intact)).isEqualTo("intact");
              assertThat(integrity(organiser, eventId, altered)).isEqualTo("altered");
              assertThat(integrity(organiser, eventId, missing)).isEqualTo("missing");
            });
    String metrics = given().get("/q/metrics").asString();
    assertThat(metrics).contains("recollect_integrity_checks_total{state=\"altered\"} ");
    assertThat(metrics).containsPattern("recollect_integrity_broken_originals [1-9]");
    assertThat(metrics).contains("recollect_ingest_files_total{result=\"stored\"}");
    assertThat(metrics)
        .contains("recollect_jobs_seconds_count{outcome=\"done\",queue=\"rendition\"}");
  }

  @Test
  void anEventPastItsRetentionIsDeleted() throws Exception {
    Organiser organiser = newOrganiser("Retention");
    long over =
        organiser.newEvent(
            "Over", Map.of("event_date", "2020-01-01T00:00:00", "retention_days", 30));
    long forever = organiser.newEvent("Forever", Map.of("event_date", "2020-01-01T00:00:00"));
    long lasting =
        organiser.newEvent(
            "Lasting", Map.of("event_date", "2020-01-01T00:00:00", "retention_days", 36_500));

    retention.run();

    organiser.request().get("/api/v1/admin/events/{e}", over).then().statusCode(404);
    organiser.request().get("/api/v1/admin/events/{e}", forever).then().statusCode(200);
    organiser.request().get("/api/v1/admin/events/{e}", lasting).then().statusCode(200);
  }

  @Test
  void compactionLeavesTheLastChangeOfEverySubject() throws Exception {
    FirstRounds.awaitCompaction(dataSource);
    Organiser organiser = newOrganiser("Compaction");
    long eventId = organiser.newEvent("Run");
    organiser.change(eventId, Map.of("event_name", "Second"));
    organiser.change(eventId, Map.of("event_name", "Third"));
    List<Long> before = sequences(eventId);
    assertThat(before).hasSize(3);

    // A transaction of another test may still hold the feed back.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              compaction.run();
              assertThat(sequences(eventId)).containsExactly(before.getLast());
            });
  }

  @Test
  void theOperatorCanReadTheApiDescriptionAndTheHealth() {
    given().get("/q/openapi").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
    assertThatCode(() -> given().get("/q/health/ready").jsonPath().getList("checks.name"))
        .doesNotThrowAnyException();
    assertThat(given().get("/q/health/ready").jsonPath().<String>getList("checks.name"))
        .anyMatch(name -> name.contains("object-storage"))
        .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("reactive"));
  }

  private List<Long> sequences(long eventId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "select sequence from change where event_id = " + eventId + " order by sequence")) {
      List<Long> sequences = new ArrayList<>();
      while (rows.next()) {
        sequences.add(rows.getLong(1));
      }
      return sequences;
    }
  }

  private void forgetChecks(long eventId) throws SQLException {
    update("update integrity set state = null, checked_at = null where event_id = " + eventId);
  }

  private int update(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement update = connection.createStatement()) {
      return update.executeUpdate(sql);
    }
  }

  private static String integrity(Organiser organiser, long eventId, String imageId) {
    return organiser
        .request()
        .get("/api/v1/admin/events/{e}/photos/{i}", eventId, imageId)
        .jsonPath()
        .getString("data.integrity");
  }

  private static UUID idOf(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0001L);
  }

  private void put(String bucket, String key) throws IOException {
    Path file = Files.createTempFile("object", ".bin");
    Files.writeString(file, "something else");
    storage.put(bucket, key, file, "image/jpeg");
    Files.delete(file);
  }

  private List<String> keys(String bucket, String prefix) {
    List<String> keys = new ArrayList<>();
    storage.list(bucket, prefix, keys::add);
    return keys;
  }
}
