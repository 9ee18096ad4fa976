package dev.recollect.photos.upkeep;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.FirstRounds;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rounds of checksums do when the storage gives no original, or nobody wants it any more. */
@PhotosTest
class UnreadableOriginalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  StorageProxy proxy;

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject AgroalDataSource dataSource;
  @Inject ChecksumJob checksums;
  @Inject @All List<RecurringJob> jobs;
  @TempDir Path folder;

  private TestDatabase database;

  @BeforeEach
  void open() throws SQLException {
    FirstRounds.await(dataSource, "checksums");
    FirstRounds.await(dataSource, "video-checksums");
    database = TestDatabase.open(TestServers.get(), "photos");
  }

  @AfterEach
  void comeBack() throws SQLException {
    proxy.comeBack();
    database.close();
  }

  @Test
  void othersAreReadAllTheSameAndItIsTriedAgainADayLater() throws Exception {
    Organiser organiser = newOrganiser("Unreadable");
    long eventId = organiser.newEvent("Run");
    String refused = store(organiser, eventId, 91);
    String brokenOff = store(organiser, eventId, 92);
    String readable = store(organiser, eventId, 93);
    Uploads.awaitShown(organiser, eventId, 3);
    makeDue(refused, 1);
    makeDue(brokenOff, 2);
    makeDue(readable, 3);
    proxy.refuseReadsOf(refused);
    proxy.breakReadsOf(brokenOff);
    double before = checks("unreadable");

    checksums.run();
    checksums.run();

    assertThat(isDue(readable)).isFalse();
    assertThat(isDue(refused)).isTrue();
    assertThat(isDue(brokenOff)).isTrue();
    assertThat(checks("unreadable") - before).isEqualTo(2);
    proxy.comeBack();
    database.execute(
        "update integrity set unreadable_at = unreadable_at - interval '25 hours' where event_id = "
            + eventId);

    checksums.run();

    assertThat(isDue(refused)).isFalse();
    assertThat(isDue(brokenOff)).isFalse();
    assertThat(
            database.number(
                "select count(*) from integrity where state = 'intact' and unreadable_at is null"
                    + " and event_id = "
                    + eventId))
        .isEqualTo(3);
  }

  @Test
  void aStorageThatAnswersNothingEndsTheRoundAndIsHeldAgainstNoOriginal() throws Exception {
    Organiser organiser = newOrganiser("Storage away");
    long eventId = organiser.newEvent("Run");
    String photo = store(organiser, eventId, 94);
    Uploads.awaitShown(organiser, eventId, 1);
    makeDue(photo, 1);
    proxy.goAway();

    assertThatThrownBy(checksums::run)
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

    proxy.comeBack();
    // A connection from before the outage may cost another try.
    await().atMost(PATIENCE).until(() -> storage.bucketExists(buckets.originalsBucket()));
    checksums.run();
    assertThat(isDue(photo)).isFalse();
  }

  @Test
  void whatIsDeletedIsNotMissing() throws Exception {
    Organiser organiser = newOrganiser("Deleted");
    long eventId = organiser.newEvent("Run");
    String first = store(organiser, eventId, 95);
    String second = store(organiser, eventId, 96);
    long deletedEvent = organiser.newEvent("Deleted run");
    String ofDeleted = store(organiser, deletedEvent, 97);
    Uploads.awaitShown(organiser, eventId, 2);
    Uploads.awaitShown(organiser, deletedEvent, 1);
    makeDue(first, 1);
    makeDue(second, 2);
    makeDue(ofDeleted, 3);
    // As it is between the deletion and the removal of rows.
    remove(organiser, deletedEvent, ofDeleted);
    database.execute("update event set deleted_at = now() where event_id = " + deletedEvent);
    double before = checks("missing");
    try (TestDatabase deleting = TestDatabase.open(TestServers.get(), "photos")) {
      deleting.connection().setAutoCommit(false);
      deleting.execute("update integrity set state = state where photo_id = '" + first + "'");

      CompletableFuture<Void> round =
          CompletableFuture.runAsync(checksums::run, Thread::startVirtualThread);
      await().atMost(PATIENCE).until(this::somebodyWaits);
      remove(organiser, eventId, second);
      deleting.execute("delete from photo where photo_id = '" + second + "'");
      deleting.connection().commit();
      round.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    assertThat(isDue(first)).isFalse();
    assertThat(isDue(ofDeleted)).isTrue();
    assertThat(checks("missing") - before).isZero();
  }

  @Test
  void aVideoThatCannotBeReadLetsTheNextOneHaveItsTurn() throws Exception {
    Organiser organiser = newOrganiser("Unreadable video");
    long eventId = organiser.newEvent("Run");
    UUID refused = video(organiser, eventId, 1);
    video(organiser, eventId, 2);
    proxy.refuseReadsOf(refused.toString());
    RecurringJob videos =
        jobs.stream().filter(job -> job.name().equals("video-checksums")).findFirst().orElseThrow();

    // Others' videos may come first.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              videos.run();
              assertThat(
                      database.number(
                          "select count(*) from video_integrity where state = 'intact'"
                              + " and source_video_key = 2 and event_id = "
                              + eventId))
                  .isOne();
            });
    assertThat(
            database.number(
                "select count(*) from video_integrity where state is null"
                    + " and unreadable_at is not null and source_video_key = 1 and event_id = "
                    + eventId))
        .isOne();
  }

  private static String store(Organiser organiser, long eventId, int seed) {
    return Uploads.store(organiser, eventId, seed + ".jpg", TestPhotos.jpeg(seed, 80, 60));
  }

  private UUID video(Organiser organiser, long eventId, int key) throws Exception {
    UUID videoId = new UUID(0x7000L, 0x8000_0000_0000_0000L | eventId << 8 | key);
    storage.put(
        buckets.originalsBucket(),
        StorageKeys.video(organiser.organisationId(), eventId, videoId),
        Files.writeString(folder.resolve("video"), "film"),
        "video/mp4");
    database.execute(
        """
        insert into source_video (event_id, source_video_key, video_id, state, size_bytes, sha256,
                                  content_type, codec, duration_nanos, width, height)
        values (%d, %d, '%s', 'accepted', 4, %s, 'video/mp4', 'h264', 1, 1, 1)
        """
            .formatted(eventId, key, videoId, key == 1 ? "sha256('')" : "sha256('film')"));
    return videoId;
  }

  private void makeDue(String photo, int turn) throws SQLException {
    database.execute(
        "update integrity set state = 'intact', checked_at = timestamptz 'epoch' + interval '"
            + turn
            + " s' where photo_id = '"
            + photo
            + "'");
  }

  private boolean isDue(String photo) throws SQLException {
    return database.number(
            "select count(*) from integrity where checked_at < '2000-01-01' and photo_id = '"
                + photo
                + "'")
        == 1;
  }

  private boolean somebodyWaits() throws SQLException {
    return database.number(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database() and query like '%into integrity%'")
        > 0;
  }

  private void remove(Organiser organiser, long eventId, String photo) {
    storage.remove(
        buckets.originalsBucket(),
        StorageKeys.original(organiser.organisationId(), eventId, UUID.fromString(photo)));
  }

  private static double checks(String state) {
    String series = "recollect_integrity_checks_total{state=\"" + state + "\"";
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
