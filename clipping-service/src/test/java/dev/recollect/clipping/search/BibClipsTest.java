package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clips by a number that was read in the videos themselves. */
@QuarkusTest
class BibClipsTest extends ServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Inject Footage footage;
  @Inject Database database;
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  private long event;

  @BeforeEach
  void openEvent() {
    event = TestLibrary.newEventId();
    peer.put(
        TestLibrary.event(event)
            .setBibSearch(true)
            .setClips(
                ClipSettings.newBuilder()
                    .setPaddingBeforeSeconds(0.5)
                    .setPaddingAfterSeconds(1)
                    .setMaxGapSeconds(1)
                    .setMinLengthSeconds(1)
                    .setMaxLengthSeconds(30)
                    .setMaxClipsPerVideo(3)
                    .setRetentionDays(30))
            .build());
    // In photos nobody wears anything.
    searchPeer.bib(event, "none", footage.modelId(), List.of());
  }

  /** Two runners for 2.4 s, then nobody to 4 s. */
  private static Path race(Path photos) {
    return TestVideos.make(
        "race.mp4",
        "-loop",
        "1",
        "-framerate",
        "25",
        "-t",
        "2.4",
        "-i",
        photos.resolve("set2/set2_03.jpg").toString(),
        "-f",
        "lavfi",
        "-i",
        "color=0x405060:s=848x572:r=25:d=1.6",
        "-filter_complex",
        "[0:v]scale=848:572,setsar=1,format=yuv420p[a];[1:v]setsar=1,format=yuv420p[b];[a][b]concat=n=2",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "18");
  }

  private JsonPath byBib(String bib) {
    String key = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_READ);
    String path =
        "/api/v1/ext/%d/event/%d/video-clipping/".formatted(TestLibrary.ORGANISATION, event);
    String id =
        given()
            .header("X-API-Key", key)
            .contentType("application/json")
            .body(Map.of("bib", bib))
            .post(path + "search-by-bib")
            .then()
            .statusCode(200)
            .extract()
            .path("data.request_id");
    return await()
        .atMost(LIMIT)
        .until(
            () ->
                given()
                    .header("X-API-Key", key)
                    .get(path + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath(),
            answer -> !answer.getString("data.status").equals("processing"));
  }

  private record Read(String text, long millis, boolean worn) {}

  private List<Read> readings() {
    return database.read(
        connection ->
            Sql.of(
                    """
                    select text, time_ns, track_no is not null from bib_reading
                     where event_id = ? and text in ('20431', '71652') order by text, time_ns
                    """,
                    event)
                .list(
                    connection,
                    row ->
                        new Read(row.getString(1), row.getLong(2) / 1_000_000, row.getBoolean(3))));
  }

  @Test
  void aNumberReadInAVideoGivesTheMomentsOfItsWearer() {
    assumeTrue(TestFaces.racePhotos().isPresent(), "needs the race photos of the test data");
    Path video = race(TestFaces.racePhotos().get());
    storage.ensureBucket(buckets.originalsBucket());
    storage.put(buckets.originalsBucket(), TestLibrary.objectKey(event, 1), video, "video/mp4");
    peer.put(TestLibrary.video(event, 1, buckets.originalsBucket(), video, 4));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(readings())
                    .containsExactly(
                        new Read("20431", 0, true),
                        new Read("20431", 1000, true),
                        new Read("20431", 2000, true),
                        new Read("71652", 0, true),
                        new Read("71652", 1000, true),
                        new Read("71652", 2000, true)));

    JsonPath found = byBib(" 20431 ");

    assertThat(found.getString("data.status")).isEqualTo("completed");
    // Seen from 0 to 2 s, with half a second before and a second after.
    assertThat(found.getList("data.videos.start_time")).containsExactly("00:00:00");
    assertThat(found.getList("data.videos.end_time")).containsExactly("00:00:03");
    assertThat(byBib("2043").getString("data.status")).isEqualTo("no_matches");
    assertThat(
            database.<Long>read(
                connection ->
                    Sql.of(
                            "select count(*) from clip_search where event_id = ? and bib is not null",
                            event)
                        .first(connection, row -> row.getLong(1))
                        .orElseThrow()))
        .as("numbers kept after the search")
        .isZero();
  }

  @Test
  void aFaceWearsTheNumberReadBelowItMostOften() {
    footage.video(event, 1, TestVideos.pattern(8));
    footage.seen(event, 1, 0, footage.stranger(), 2);
    footage.read(event, 1, "10264", 0, 2, 2.5);
    footage.read(event, 1, "1026", 0, 3);

    assertThat(byBib("1026").getString("data.status")).isEqualTo("no_matches");
    JsonPath found = byBib("10264");

    // The sighting at 2 s counts, not the readings.
    assertThat(found.getList("data.videos.start_time")).containsExactly("00:00:01");
    assertThat(found.getList("data.videos.end_time")).containsExactly("00:00:03");
  }

  @Test
  void aNumberWithoutAFaceCountsWhenItWasRead() {
    footage.video(event, 1, TestVideos.pattern(8));
    footage.read(event, 1, "077", -1, 4, 4.5);

    JsonPath found = byBib("077");

    // 3.5 s to 5.5 s.
    assertThat(found.getList("data.videos.start_time")).containsExactly("00:00:03");
    assertThat(found.getList("data.videos.end_time")).containsExactly("00:00:06");
    assertThat(byBib("77").getString("data.status")).isEqualTo("no_matches");
  }
}
