package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Videos that cannot be analysed: why, and once more. */
@QuarkusTest
class FailedAnalysisTest extends AnalysisFixture {
  @Test
  void aBrokenVideoFailsWithItsReasonAndHoldsNobodyUp() throws Exception {
    Path broken = TestVideos.folder("broken").resolve("broken.mp4");
    Files.writeString(broken, "not a video");
    upload(1, broken, 5);
    upload(2, TestVideos.pattern(2), 2);
    peer.put(TestLibrary.video(event, 5, buckets.originalsBucket(), broken, 5));

    awaitStatus(2, "done");
    JsonPath failed = awaitStatus(1, "failed");
    assertThat(failed.getString("data.reason"))
        .startsWith("The file cannot be read as a video: ")
        .doesNotContain("http", "X-Amz", "127.0.0.1");
    assertThat(failed.getDouble("data.progress_percent")).isZero();
    assertThat(failed.getString("data.eta_seconds")).isNull();
    assertThat(awaitStatus(5, "failed").getString("data.reason"))
        .isEqualTo("The video's file is not in the storage.");
    JsonPath all = answer("GET", "/analysis/failed?page_size=1");
    assertThat(all.getList("data.videos.source_video_key")).containsExactly(1);
    assertThat(all.getInt("data.pagination.total")).isEqualTo(2);
    JsonPath progress = answer("GET", "/analysis");
    assertThat(progress.getInt("data.failed")).isEqualTo(2);
    assertThat(progress.getInt("data.analysed")).isEqualTo(1);

    assertThat(answer("POST", "/videos/2/analysis/requeue").getInt("data.requeued")).isZero();
    storage.put(
        buckets.originalsBucket(),
        TestLibrary.objectKey(event, 1),
        TestVideos.pattern(2),
        "video/mp4");
    assertThat(answer("POST", "/videos/1/analysis/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(1, "done");
    assertThat(answer("POST", "/analysis/failed/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(5, "failed");
  }

  @Test
  void allThatWasSetAsideIsPutInLineTogetherAndCountedByVideo() {
    // Two chunks, and one.
    upload(1, TestVideos.pattern(8), 8);
    upload(2, TestVideos.pattern(2), 2);
    peer.put(TestLibrary.video(event, 5, buckets.originalsBucket(), TestVideos.pattern(2), 5));
    awaitStatus(1, "done");
    awaitStatus(2, "done");
    awaitStatus(5, "failed");
    setAsideChunks(1);

    assertThat(answer("POST", "/analysis/failed/requeue").getInt("data.requeued")).isEqualTo(2);

    awaitStatus(1, "done");
    awaitStatus(5, "failed");
    setAsideChunks(1);
    assertThat(answer("POST", "/videos/1/analysis/requeue").getInt("data.requeued")).isEqualTo(1);
    awaitStatus(1, "done");
    assertThat(answer("GET", "/analysis").getInt("data.failed")).isEqualTo(1);
  }

  /** As if every chunk of a video had failed each time. */
  private void setAsideChunks(long videoKey) {
    database.transact(
        transaction ->
            Sql.of(
                    """
                    update work_item set state = 'dead'
                     where event_id = ? and item_id in (
                       select chunk_id from analysis_chunk
                        where event_id = ? and source_video_key = ?)
                    """,
                    event,
                    event,
                    videoKey)
                .update(transaction));
    assertThat(answer("GET", "/videos/" + videoKey + "/analysis").getString("data.status"))
        .isEqualTo("failed");
  }

  @Test
  void whyWorkFailedIsToldOnlyWhereItIsMeantForCallers() {
    peer.put(TestLibrary.video(event, 1, "no such bucket", TestVideos.pattern(2), 2));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                database.read(
                    connection ->
                        Sql.of(
                                """
                                select 1 from work_item
                                 where event_id = ? and last_error like '%no such bucket%'
                                """,
                                event)
                            .exists(connection)));
    // The next attempt is its last.
    change("update work_item set attempts = 4, next_attempt_at = now() where event_id = ?", event);

    assertThat(awaitStatus(1, "failed").getString("data.reason"))
        .isEqualTo("The work failed; the server's log says why.");
    assertThat(answer("GET", "/analysis/failed").getList("data.videos.reason"))
        .containsExactly("The work failed; the server's log says why.");
  }
}
