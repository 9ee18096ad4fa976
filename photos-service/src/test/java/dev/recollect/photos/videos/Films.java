package dev.recollect.photos.videos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.testkit.JsonAnswer;
import dev.recollect.video.TestVideos;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Source videos of one event, brought over the admin API. */
record Films(Organiser organiser, long eventId) {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  static final String VIDEOS = "/api/v1/admin/events/{event}/videos";

  static Films of(Organiser organiser) {
    return new Films(organiser, organiser.newEvent("Run"));
  }

  /** Two seconds, 320 by 180 pixels, H.264 in MP4; some ten kilobytes. */
  static Path small() {
    return TestVideos.pattern(2);
  }

  /** A second of VP9. */
  static Path webm() {
    return TestVideos.make(
        "second.webm",
        "-f",
        "lavfi",
        "-i",
        TestVideos.PATTERN,
        "-t",
        "1",
        "-c:v",
        "libvpx-vp9",
        "-deadline",
        "realtime",
        "-cpu-used",
        "8");
  }

  /** A second of HEVC in QuickTime. */
  static Path hevc() {
    return TestVideos.make(
        "second.mov",
        "-f",
        "lavfi",
        "-i",
        TestVideos.PATTERN,
        "-t",
        "1",
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-tag:v",
        "hvc1",
        "-x265-params",
        "log-level=error");
  }

  /** Two seconds in Matroska with so much sound that it has 12 megabytes. */
  static Path large() {
    return TestVideos.make(
        "large.mkv",
        "-f",
        "lavfi",
        "-i",
        TestVideos.PATTERN,
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=sample_rate=192000:seed=1",
        "-t",
        "2",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-ac",
        "8",
        "-c:a",
        "pcm_s32le");
  }

  ValidatableResponse send(Path file, String name) throws IOException {
    return organiser
        .request()
        .multiPart("file", name, Files.readAllBytes(file), "video/mp4")
        .post(VIDEOS, eventId)
        .then();
  }

  ValidatableResponse post(String path, Object body) {
    return organiser
        .request()
        .contentType("application/json")
        .body(body)
        .post(VIDEOS + path, eventId)
        .then();
  }

  ValidatableResponse get(String path) {
    return organiser.request().get(VIDEOS + path, eventId).then();
  }

  ValidatableResponse delete(String path) {
    return organiser.request().delete(VIDEOS + path, eventId).then();
  }

  /** Waits until a video is accepted or refused. */
  JsonPath outcome(long key) {
    return JsonPath.from(
        await()
            .atMost(DEADLINE)
            .until(
                () -> get("/" + key).statusCode(200).extract().asString(),
                video ->
                    List.of("accepted", "refused")
                        .contains(JsonAnswer.field(video, "/data/state").textValue())));
  }

  /** Waits until the feed says this of the event's videos, which other writers may hold back. */
  void awaitChanges(LibraryService library, Change... expected) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(changes(library)).containsExactly(expected));
  }

  /** Waits until the feed has so many changes of the event's videos. */
  void awaitChanges(LibraryService library, int number) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(changes(library)).hasSize(number));
  }

  /** What the feed says of the event's videos, from its very beginning. */
  List<Change> changes(LibraryService library) {
    List<Change> changes = new ArrayList<>();
    Cursor cursor = Cursor.getDefaultInstance();
    while (true) {
      ListChangesResponse page =
          library
              .listChanges(ListChangesRequest.newBuilder().setAfter(cursor).setLimit(500).build())
              .await()
              .atMost(DEADLINE);
      if (page.getChangesCount() == 0) {
        return changes;
      }
      page.getChangesList().stream()
          .filter(
              change ->
                  change.getSourceVideo().getEventId() == eventId
                      || change.getDeletedSourceVideo().getEventId() == eventId)
          .forEach(changes::add);
      cursor = page.getNext();
    }
  }
}
