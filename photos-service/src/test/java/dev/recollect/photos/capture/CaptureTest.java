package dev.recollect.photos.capture;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.photos.ExifSegment;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import io.restassured.path.json.JsonPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@PhotosTest
class CaptureTest {
  private static final String LOCAL = "2026:05:09 10:15:30";

  static List<Arguments> said() {
    return List.of(
        Arguments.of(
            "the camera's own offset comes first",
            new ExifSegment()
                .taken(LOCAL)
                .offset("+05:30")
                .fraction("25")
                .gps("2026:05:09", 1, 2, 3),
            "2026-05-09T04:45:30.250Z",
            "+05:30",
            "offset"),
        Arguments.of(
            "then the satellites' time",
            new ExifSegment().taken(LOCAL).gps("2026:05:09", 8, 15, 31),
            "2026-05-09T08:15:31Z",
            "+00:00",
            "gps"),
        Arguments.of(
            "then the event's time zone",
            new ExifSegment().taken(LOCAL),
            "2026-05-09T08:15:30Z",
            "+02:00",
            "event"),
        Arguments.of(
            "in winter the zone's winter offset",
            new ExifSegment().taken("2026:01:09 10:15:30"),
            "2026-01-09T09:15:30Z",
            "+01:00",
            "event"),
        Arguments.of(
            "an impossible offset is none",
            new ExifSegment().taken(LOCAL).offset("+99:00"),
            "2026-05-09T08:15:30Z",
            "+02:00",
            "event"),
        Arguments.of(
            "a clock never set is none",
            new ExifSegment().taken("0000:00:00 00:00:00"),
            null,
            null,
            null),
        Arguments.of(
            "a satellite of another age is none",
            new ExifSegment().gps("+247007:05:09", 8, 15, 31),
            null,
            null,
            null),
        Arguments.of(
            "a clock of another age is none",
            new ExifSegment().taken("+247007:05:09 10:15:30"),
            null,
            null,
            null),
        Arguments.of(
            "a blank time is none",
            new ExifSegment().taken("    :  :     :  :  "),
            null,
            null,
            null),
        Arguments.of("no time at all", new ExifSegment(), null, null, null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("said")
  void theCaptureTimeIsTakenFromTheBestSource(
      String name, ExifSegment exif, String time, String offset, String source) {
    Organiser organiser = newOrganiser("Capture");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));

    String imageId = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(21, 64, 48, exif));

    JsonPath status = status(organiser, eventId, imageId);
    assertThat(status.getString("data.capture_time")).isEqualTo(time);
    assertThat(status.getString("data.capture_offset")).isEqualTo(offset);
    assertThat(status.getString("data.time_source")).isEqualTo(source);
  }

  @Test
  void brokenMetadataDoNotKeepAPhotoOut() {
    Organiser organiser = newOrganiser("Broken EXIF");
    long eventId = organiser.newEvent("Run");
    byte[] photo = TestPhotos.jpeg(22, 64, 48, new ExifSegment().taken(LOCAL));
    // The offset of the first directory, and most of what follows.
    Arrays.fill(photo, 18, 60, (byte) 0xff);

    String imageId = Uploads.store(organiser, eventId, "p.jpg", photo);

    assertThat(status(organiser, eventId, imageId).getString("data.capture_time")).isNull();
  }

  @Test
  void aPngSaysWhenItWasTakenWhateverElseItHoldsPacked() {
    Organiser organiser = newOrganiser("PNG");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));
    byte[] png = TestPhotos.pngWithPackedText(4 << 20, new ExifSegment().taken(LOCAL));

    String imageId = Uploads.store(organiser, eventId, "p.png", png);

    assertThat(time(organiser, eventId, imageId)).isEqualTo("2026-05-09T08:15:30Z");
  }

  @Test
  void aFieldThatPointsNowhereIsNotSaidAndTheOthersAre() {
    Organiser organiser = newOrganiser("Bent EXIF");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));
    byte[] photo = TestPhotos.jpeg(23, 64, 48, camera("A1").taken(LOCAL));
    // Where the make lies: value of the first entry, behind marker, length, preamble and header.
    Arrays.fill(photo, 32, 36, (byte) 0x7f);

    String imageId = Uploads.store(organiser, eventId, "p.jpg", photo);

    assertThat(time(organiser, eventId, imageId)).isEqualTo("2026-05-09T08:15:30Z");
  }

  @Test
  void aClockOffsetMovesTheCamerasPhotosPresentAndFutureButNotSatelliteTimes() {
    Organiser organiser = newOrganiser("Clock");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));
    String slow = store(organiser, eventId, 31, camera("A1").taken(LOCAL));
    String slowToo = store(organiser, eventId, 32, camera("A1").taken(LOCAL).offset("+00:00"));
    String satellite =
        store(organiser, eventId, 33, camera("A1").taken(LOCAL).gps("2026:05:09", 8, 0, 0));
    String other = store(organiser, eventId, 34, camera("B2").taken(LOCAL));
    Uploads.awaitShown(organiser, eventId, 4);

    setClock(organiser, eventId, "canon-eos-r5-a1", 3600)
        .then()
        .statusCode(200)
        .body("message", equalTo("Clock offset set"))
        .body("data.moved", equalTo(2));
    String later = store(organiser, eventId, 35, camera("A1").taken(LOCAL));
    Uploads.awaitShown(organiser, eventId, 5);

    assertThat(time(organiser, eventId, slow)).isEqualTo("2026-05-09T09:15:30Z");
    assertThat(time(organiser, eventId, slowToo)).isEqualTo("2026-05-09T11:15:30Z");
    assertThat(time(organiser, eventId, satellite)).isEqualTo("2026-05-09T08:00:00Z");
    assertThat(time(organiser, eventId, other)).isEqualTo("2026-05-09T08:15:30Z");
    assertThat(time(organiser, eventId, later)).isEqualTo("2026-05-09T09:15:30Z");
    assertThat(gallery(organiser, eventId)).containsExactly(satellite, other, slow, later, slowToo);
    assertThat(hours(organiser, eventId)).isEqualTo(Map.of(8, 2, 9, 2, 11, 1));

    setClock(organiser, eventId, "canon-eos-r5-a1", 0).then().body("data.moved", equalTo(3));
    assertThat(time(organiser, eventId, slow)).isEqualTo("2026-05-09T08:15:30Z");
    JsonPath cameras =
        organiser.request().get("/api/v1/admin/events/{e}/cameras", eventId).jsonPath();
    assertThat(cameras.<Object>getList("data.cameras"))
        .isEqualTo(
            List.of(
                Map.of(
                    "camera",
                    "canon-eos-r5-a1",
                    "name",
                    "Canon EOS R5 A1",
                    "photos",
                    4,
                    "clock_offset_seconds",
                    0),
                Map.of(
                    "camera",
                    "canon-eos-r5-b2",
                    "name",
                    "Canon EOS R5 B2",
                    "photos",
                    1,
                    "clock_offset_seconds",
                    0)));
  }

  @Test
  void aNewTimeZoneRedatesOnlyPhotosWhoseCameraDidNotSayItsOffset() {
    Organiser organiser = newOrganiser("Zone");
    long eventId = organiser.newEvent("Run", Map.of("time_zone", "Europe/Zurich"));
    String zoned = store(organiser, eventId, 41, camera("A1").taken(LOCAL));
    String said = store(organiser, eventId, 42, camera("A1").taken(LOCAL).offset("+02:00"));
    setClock(organiser, eventId, "canon-eos-r5-a1", 60);

    organiser.change(eventId, Map.of("time_zone", "America/New_York")).statusCode(200);

    assertThat(time(organiser, eventId, zoned)).isEqualTo("2026-05-09T14:16:30Z");
    assertThat(status(organiser, eventId, zoned).getString("data.capture_offset"))
        .isEqualTo("-04:00");
    assertThat(status(organiser, eventId, zoned).getInt("data.clock_offset_seconds")).isEqualTo(60);
    assertThat(time(organiser, eventId, said)).isEqualTo("2026-05-09T08:16:30Z");
  }

  @Test
  void anOffsetOfAgesIsASlip() {
    Organiser organiser = newOrganiser("Slip");
    long eventId = organiser.newEvent("Run");
    setClock(organiser, eventId, "canon", 2_000_000_000)
        .then()
        .statusCode(422)
        .body("message", equalTo("offset_seconds: must be less than or equal to 1581120000"));
  }

  private static ExifSegment camera(String serial) {
    return new ExifSegment().camera("Canon", "Canon EOS R5", serial);
  }

  private static String store(Organiser organiser, long eventId, int seed, ExifSegment exif) {
    return Uploads.store(organiser, eventId, seed + ".jpg", TestPhotos.jpeg(seed, 64, 48, exif));
  }

  private static io.restassured.response.Response setClock(
      Organiser organiser, long eventId, String camera, int seconds) {
    return organiser
        .request()
        .contentType("application/json")
        .body(Map.of("offset_seconds", seconds))
        .put("/api/v1/admin/events/{e}/cameras/{c}/clock-offset", eventId, camera);
  }

  private static JsonPath status(Organiser organiser, long eventId, String imageId) {
    return organiser
        .request()
        .get("/api/v1/admin/events/{e}/photos/{i}", eventId, imageId)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static String time(Organiser organiser, long eventId, String imageId) {
    return status(organiser, eventId, imageId).getString("data.capture_time");
  }

  private static List<String> gallery(Organiser organiser, long eventId) {
    return organiser
        .request()
        .get(organiser.eventPath(eventId) + "/images")
        .jsonPath()
        .getList("data.images.image_id");
  }

  private static Map<Integer, Integer> hours(Organiser organiser, long eventId) {
    JsonPath answer =
        organiser.request().get(organiser.eventPath(eventId) + "/timeline/days").jsonPath();
    List<Integer> hours = answer.getList("data.days[0].hours.hour");
    List<Integer> counts = answer.getList("data.days[0].hours.count");
    Map<Integer, Integer> byHour = new java.util.HashMap<>();
    for (int i = 0; i < hours.size(); i++) {
      byHour.put(hours.get(i), counts.get(i));
    }
    return byHour;
  }
}
