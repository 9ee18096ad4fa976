package dev.recollect.photos.renditions;

import static dev.recollect.photos.Organisers.newOrganiser;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@PhotosTest
class RenditionsTest {

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
