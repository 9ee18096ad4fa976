package dev.recollect.photos.renditions;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@PhotosTest
class RenditionsTest {
  @Inject PresignedUrls urls;
  @Inject StorageConfig buckets;

  @Test
  void aPhotoGetsALargePreviewAndASmallThumbnailThatCachesMayKeep() throws Exception {
    Organiser organiser = newOrganiser("Renditions");
    long eventId = organiser.newEvent("Run");
    String imageId = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(11, 3000, 2000));
    Uploads.awaitShown(organiser, eventId, 1);
    JsonPath page = organiser.request().get(organiser.eventPath(eventId) + "/images").jsonPath();

    String base = "https://photos.example/imgs/" + eventId;
    assertThat(page.<Object>getList("data.images")).isEqualTo(List.of(item(base, imageId)));

    Response large = given().get(path(page.getString("data.images[0].img_url")));
    assertThat(large.statusCode()).isEqualTo(200);
    assertThat(large.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(large.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(large.header("ETag")).isEqualTo("\"" + imageId + "-1-large\"");
    byte[] bytes = large.asByteArray();
    assertThat(large.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(2048, 1365);
    BufferedImage thumbnail =
        ImageIO.read(
            new ByteArrayInputStream(
                given().get(path(page.getString("data.images[0].thumbnail_url"))).asByteArray()));
    assertThat(List.of(thumbnail.getWidth(), thumbnail.getHeight())).containsExactly(480, 320);

    given()
        .header("If-None-Match", large.header("ETag"))
        .get(path(page.getString("data.images[0].img_url")))
        .then()
        .statusCode(304);
    Response head = given().head(path(page.getString("data.images[0].img_url")));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(large.header("Content-Length"));
    assertThat(head.asByteArray()).isEmpty();
    given()
        .get("/imgs/{event}/large/{image}.jpg", eventId, imageId)
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("public, max-age=60"));
  }

  /** Called and announced as a JPEG. */
  @ParameterizedTest
  @ValueSource(strings = {"webp", "heic"})
  void aPhotoInAnotherFormatIsKeptAsThatAndShownAsJpeg(String format) throws Exception {
    Color color = new Color(200, 40, 40);
    byte[] photo = TestPhotos.flat(format, color, 640, 480);
    Organiser organiser = newOrganiser("Format " + format);
    long eventId = organiser.newEvent("Run");
    String imageId = Uploads.store(organiser, eventId, "p.jpg", photo);
    Uploads.awaitShown(organiser, eventId, 1);

    String key = organiser.organisationId() + "/" + eventId + "/" + imageId;
    Response original =
        given().urlEncodingEnabled(false).get(urls.read(buckets.originalsBucket(), key).toString());
    assertThat(original.header("Content-Type")).isEqualTo("image/" + format);
    assertThat(original.asByteArray()).isEqualTo(photo);
    JsonPath page = organiser.request().get(organiser.eventPath(eventId) + "/images").jsonPath();
    assertThat(page.getInt("data.images[0].width")).isEqualTo(640);
    assertThat(page.getInt("data.images[0].height")).isEqualTo(480);
    assertShown(page.getString("data.images[0].img_url"), 640, 480, color);
    assertShown(page.getString("data.images[0].thumbnail_url"), 480, 360, color);
  }

  private static void assertShown(String url, int width, int height, Color color)
      throws IOException {
    Response answer = given().get(path(url));
    assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    Color middle = new Color(picture.getRGB(width / 2, height / 2));
    assertThat(middle.getRed()).isCloseTo(color.getRed(), within(8));
    assertThat(middle.getGreen()).isCloseTo(color.getGreen(), within(8));
    assertThat(middle.getBlue()).isCloseTo(color.getBlue(), within(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/imgs/1/large/0199f0b2-0000-7000-8000-000000000000.jpg",
        "/imgs/x/large/0199f0b2-0000-7000-8000-000000000000.jpg",
        "/imgs/1/small/anything.jpg",
        "/imgs/99999999999999999999/small/anything.jpg",
        "/imgs/1/medium/0199f0b2-0000-7000-8000-000000000000.jpg"
      })
  void whatNamesNoShownPhotoIsNotFound(String path) {
    given().get(path).then().statusCode(404).body("responseType", equalTo("error"));
    given().head(path).then().statusCode(404);
  }

  private static java.util.Map<String, Object> item(String base, String imageId) {
    java.util.Map<String, Object> item = new java.util.HashMap<>();
    item.put("img_url", base + "/large/" + imageId + ".jpg?v=1");
    item.put("height", 2000);
    item.put("width", 3000);
    item.put("image_id", imageId);
    item.put("thumbnail_url", base + "/small/" + imageId + ".jpg?v=1");
    item.put("original_url", null);
    return item;
  }

  private static String path(String url) {
    URI uri = URI.create(url);
    return uri.getPath() + "?" + uri.getQuery();
  }
}
