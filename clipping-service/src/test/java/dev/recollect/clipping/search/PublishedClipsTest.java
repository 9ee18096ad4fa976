package dev.recollect.clipping.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recollect.clipping.testing.Browser;
import dev.recollect.kit.sql.Sql;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clips as the world sees them, for as long as they are there. */
@QuarkusTest
class PublishedClipsTest extends ClipSearchFixture {
  /** Looks at the first frame of the page's video, and plays it to its end. */
  private static final String PLAY =
      """
      const done = arguments[0];
      const video = document.querySelector('video');
      const seen = {};
      const state = () =>
        `ready ${video.readyState}, network ${video.networkState}, at ${video.currentTime}`;
      setTimeout(() => done({error: 'stuck: ' + state()}), 50_000);
      video.onerror = () => done({error: video.error.message});
      const look = () => {
        const canvas = document.createElement('canvas');
        canvas.width = seen.width = video.videoWidth;
        canvas.height = seen.height = video.videoHeight;
        seen.duration = video.duration;
        const context = canvas.getContext('2d');
        context.drawImage(video, 0, 0);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
        let sum = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          sum += pixels[i] + pixels[i + 1] + pixels[i + 2];
        }
        seen.brightness = Math.round(sum / (pixels.length / 4 * 3));
      };
      const play = () => {
        video.onended = () => done({
          ...seen, ended: video.ended, frames: video.getVideoPlaybackQuality().totalVideoFrames});
        video.playbackRate = 4;
        video.play().catch(refused => done({error: String(refused)}));
      };
      // Before its first frame is there a video cannot be sought in.
      const begin = () => {
        video.onloadeddata = null;
        video.pause();
        video.muted = true;
        video.onseeked = () => {
          video.onseeked = null;
          look();
          play();
        };
        video.currentTime = 0;
      };
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        begin();
      } else {
        video.onloadeddata = begin;
      }
      """;

  @Inject ClipCleanup cleanup;
  @TestHTTPResource URI service;

  @Test
  void aClipIsServedWholeAndInRanges() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 3);
    String url = local(searched(face).getString("data.videos[0].video_url"));

    Response whole = given().get(url);
    byte[] bytes = whole.asByteArray();
    whole
        .then()
        .statusCode(200)
        .contentType("video/mp4")
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "public, max-age=86400")
        .header("Content-Length", Integer.toString(bytes.length));
    String tag = whole.header("ETag");
    given()
        .head(url)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(bytes.length))
        .header("ETag", tag);
    given().header("If-None-Match", tag).get(url).then().statusCode(304);
    assertRange(url, "bytes=0-99", bytes, 0, 100);
    assertRange(url, "bytes=100-", bytes, 100, bytes.length);
    assertRange(url, "bytes=-50", bytes, bytes.length - 50, bytes.length);
    given()
        .header("Range", "bytes=" + bytes.length + "-")
        .get(url)
        .then()
        .statusCode(416)
        .header("Content-Range", "bytes */" + bytes.length);
    given().header("Range", "lines=1-2").get(url).then().statusCode(200);
    given()
        .header("Range", "bytes=0-9")
        .header("If-Range", "\"other\"")
        .get(url)
        .then()
        .statusCode(200);
    given().get(url.replace(".mp4", "x.mp4")).then().statusCode(404);
    given()
        .get(url.replaceFirst("[^/]+\\.mp4", UUID.randomUUID() + ".mp4"))
        .then()
        .statusCode(404)
        .body("message", equalTo("Clip not found"));
  }

  @Test
  void aClipPlaysInABrowser() throws Exception {
    assumeTrue(
        Browser.available() || System.getenv("CI") != null,
        "needs chromium and chromedriver: ./recollect test installs them");
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 3, 4, 5);
    String url = local(searched(face).getString("data.videos[0].video_url"));
    try (Browser browser = Browser.start(Files.createTempDirectory("browser"))) {
      browser.open(service.resolve(url).toString());

      Map<String, Object> seen = browser.run(PLAY);

      assertThat(seen.get("error")).isNull();
      // 2.5 to 6.0.
      assertThat((Number) seen.get("duration"))
          .extracting(Number::doubleValue, DOUBLE)
          .isCloseTo(3.5, within(0.05));
      assertThat(seen).containsEntry("width", 320).containsEntry("height", 180);
      assertThat((int) seen.get("brightness")).as("mean of the first frame").isBetween(60, 200);
      assertThat((boolean) seen.get("ended")).isTrue();
      assertThat((int) seen.get("frames")).as("decoded").isGreaterThan(1);
    }
  }

  private static void assertRange(String url, String range, byte[] all, int from, int to) {
    byte[] part =
        given()
            .header("Range", range)
            .get(url)
            .then()
            .statusCode(206)
            .header("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, all.length))
            .extract()
            .asByteArray();
    assertThat(part).isEqualTo(Arrays.copyOfRange(all, from, to));
  }

  @Test
  void clipsGoWhenTheirTimeIsOver() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    JsonPath result = searched(face);
    String id = result.getString("data.request_id");
    String url = local(result.getString("data.videos[0].video_url"));
    cleanup.run();
    given().get(url).then().statusCode(200);

    change("update clip_search set expires_at = now() where event_id = ?", event);
    // The job's own round may be at it.
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              cleanup.run();
              given().get(url).then().statusCode(404);
              caller().get(path(id)).then().statusCode(404);
              assertThat(objects()).isEmpty();
              assertThat(count("clip", id)).isZero();
            });
    assertThat(
            database.<Long>read(
                connection ->
                    Sql.of("select count(*) from work_item where event_id = ?", event)
                        .first(connection, row -> row.getLong(1))
                        .orElseThrow()))
        .isZero();
  }

  @Test
  void clipsGoWithTheirEvent() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    String url = local(searched(face).getString("data.videos[0].video_url"));

    peer.deleteEvent(event);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              cleanup.run();
              given().get(url).then().statusCode(404);
              assertThat(objects()).isEmpty();
            });
  }
}
