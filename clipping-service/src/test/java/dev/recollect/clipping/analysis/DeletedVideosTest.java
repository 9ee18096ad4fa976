package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Videos that are deleted while they are worked on. */
@QuarkusTest
class DeletedVideosTest extends AnalysisFixture {
  @Inject SourceVideoStore videos;
  @Inject VideoWatch watch;

  @Test
  void aVideoDeletedUnderAnalysisLeavesNothing() {
    // Two chunks, of which the second, the one that is sought, does not come to its end.
    ffmpeg.hold("-ss *" + TestLibrary.objectKey(event, 1) + "*rawvideo");
    upload(1, TestVideos.pattern(8), 8);
    upload(2, TestVideos.pattern(2), 2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(answer("GET", "/videos/1/analysis").getDouble("data.progress_percent"))
                    .isEqualTo(50));

    peer.deleteVideo(event, 1);
    await().atMost(PATIENCE).untilAsserted(() -> ask("GET", "/videos/1/analysis").statusCode(404));
    awaitStatus(2, "done");
    // What was under work has noticed and taken its own items away: those of the other video stay.
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("work_item")).isEqualTo(2));
    assertThat(rows("analysis_chunk")).isEqualTo(1);
    peer.deleteEvent(event);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String table :
                  List.of("source_video", "packet_page", "analysis_chunk", "work_item")) {
                assertThat(rows(table)).as(table).isZero();
              }
            });
  }

  @Test
  void aVideoDeletedWhileItsFileIsReadIsGoneAtOnceAndLeavesNothing() {
    // Its packets are more than a page, and read before a picture of it is decoded.
    ffmpeg.hold("-xerror*" + TestLibrary.objectKey(event, 1));
    Path video =
        TestVideos.make(
            "many.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=120", "-t", "10");
    upload(1, video, 10);
    String object = TestLibrary.objectKey(event, 1);
    await().atMost(PATIENCE).until(() -> !ffmpeg.held(object).isEmpty());

    peer.deleteVideo(event, 1);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String table : List.of("source_video", "packet_page", "work_item")) {
                assertThat(rows(table)).as(table).isZero();
              }
            });
    assertThat(ffmpeg.held(object)).isEmpty();
  }

  @Test
  void workUnderWayEndsWhenItsVideoIsDeleted() throws Exception {
    upload(1, TestVideos.pattern(2), 2);
    awaitStatus(1, "done");
    SourceVideo video =
        database.read(connection -> videos.find(connection, event, 1)).orElseThrow();
    FutureTask<Optional<String>> endless =
        new FutureTask<>(
            () ->
                watch.whileKept(
                    video,
                    () -> {
                      new CountDownLatch(1).await();
                      return "came to an end by itself";
                    }));
    Thread.ofPlatform().daemon().start(endless);
    assertThat(watch.whileKept(video, () -> "kept")).contains("kept");

    peer.deleteVideo(event, 1);

    assertThat(endless.get(90, TimeUnit.SECONDS)).isEmpty();
  }
}
