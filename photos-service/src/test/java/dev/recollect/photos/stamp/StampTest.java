package dev.recollect.photos.stamp;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

@PhotosTest
class StampTest {
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  @Test
  void aStampIsBurnedIntoOldAndNewRenditionsIsReplacedAndGoesAgain() throws Exception {
    Organiser organiser = newOrganiser("Stamp");
    long eventId = organiser.newEvent("Run");
    String before = Uploads.store(organiser, eventId, "a.jpg", TestPhotos.png(51, 400, 300));
    Uploads.awaitShown(organiser, eventId, 1);
    assertThat(isStamped(eventId, before, Color.RED)).isFalse();

    setStamp(organiser, eventId, Color.RED).body("data.rendition_version", equalTo(2));
    String after = Uploads.store(organiser, eventId, "b.jpg", TestPhotos.png(52, 400, 300));
    Uploads.awaitShown(organiser, eventId, 2);
    awaitVersion(organiser, eventId, 2, 2);

    assertThat(isStamped(eventId, before, Color.RED)).isTrue();
    assertThat(isStamped(eventId, after, Color.RED)).isTrue();
    awaitOnlyVersion(organiser, eventId, before, 2);

    setStamp(organiser, eventId, Color.GREEN).body("data.rendition_version", equalTo(3));
    awaitVersion(organiser, eventId, 3, 2);
    assertThat(isStamped(eventId, before, Color.GREEN)).isTrue();
    assertThat(isStamped(eventId, after, Color.GREEN)).isTrue();
    awaitOnlyVersion(organiser, eventId, before, 3);

    organiser
        .request()
        .delete("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(200)
        .body("message", equalTo("Stamp removed"));
    awaitVersion(organiser, eventId, 4, 2);
    assertThat(isStamped(eventId, before, Color.GREEN)).isFalse();
    organiser.request().get("/api/v1/admin/events/{e}/stamp", eventId).then().statusCode(404);
  }

  private static ValidatableResponse setStamp(Organiser organiser, long eventId, Color landscape) {
    return organiser
        .request()
        .multiPart("landscape", "l.png", TestPhotos.overlay(landscape, 200, 100), "image/png")
        .multiPart("portrait", "p.png", TestPhotos.overlay(Color.BLUE, 100, 200), "image/png")
        .multiPart("position", "bottom_right")
        .multiPart("opacity", "1")
        .multiPart("scale", "0.5")
        .multiPart("margin", "0")
        .put("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(200)
        .body("message", equalTo("Stamp set"))
        .body("data.position", equalTo("BOTTOM_RIGHT"))
        .body("data.opacity", equalTo(1f))
        .body("data.scale", equalTo(0.5f))
        .body("data.margin", equalTo(0f));
  }

  @Test
  void everyWrongPartIsNamed() {
    Organiser organiser = newOrganiser("Wrong stamp");
    long eventId = organiser.newEvent("Run");
    organiser
        .request()
        .multiPart("position", "middle")
        .multiPart("opacity", "1.5")
        .put("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(422)
        .body(
            "message",
            equalTo(
                "landscape: must be given, or portrait; position: must be one of [TOP_LEFT, TOP,"
                    + " TOP_RIGHT, LEFT, CENTER, RIGHT, BOTTOM_LEFT, BOTTOM, BOTTOM_RIGHT];"
                    + " opacity: must be a number from 0.0 to 1.0"));
    organiser
        .request()
        .multiPart("landscape", "l.png", "no image".getBytes(), "image/png")
        .put("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(422)
        .body(
            "message",
            equalTo(
                "landscape: The file (8 bytes) is not an image; JPEG, PNG, WebP and HEIC photos are"
                    + " accepted."));
  }

  private static void awaitVersion(Organiser organiser, long eventId, int version, int photos) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        JsonAnswer.field(
                            organiser
                                .request()
                                .get(organiser.eventPath(eventId) + "/images")
                                .asString(),
                            "/data/images"))
                    .hasSize(photos)
                    .allMatch(photo -> photo.get("img_url").textValue().endsWith("?v=" + version)));
  }

  private void awaitOnlyVersion(Organiser organiser, long eventId, String imageId, int version) {
    String prefix = organiser.organisationId() + "/" + eventId + "/" + imageId + "/";
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<String> keys = new ArrayList<>();
              storage.list(buckets.renditionsBucket(), prefix, keys::add);
              assertThat(keys)
                  .containsExactlyInAnyOrder(
                      prefix + version + "/large.jpg", prefix + version + "/small.jpg");
            });
  }

  private static boolean isStamped(long eventId, String imageId, Color landscape)
      throws IOException {
    BufferedImage picture =
        ImageIO.read(
            new ByteArrayInputStream(
                given().get("/imgs/{e}/large/{i}.jpg", eventId, imageId).asByteArray()));
    Color corner = new Color(picture.getRGB(picture.getWidth() - 10, picture.getHeight() - 10));
    return Math.abs(corner.getRed() - landscape.getRed()) < 30
        && Math.abs(corner.getGreen() - landscape.getGreen()) < 30
        && Math.abs(corner.getBlue() - landscape.getBlue()) < 30;
  }
}
