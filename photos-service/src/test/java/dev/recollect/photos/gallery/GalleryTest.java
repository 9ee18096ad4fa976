package dev.recollect.photos.gallery;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotoRows;
import dev.recollect.photos.PhotoRows.Row;
import dev.recollect.photos.PhotosTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PhotosTest
class GalleryTest {
  private static final Instant START = Instant.parse("2026-05-09T08:00:00Z");
  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::captureTime, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(row -> row.photoId().toString());

  @Inject PhotoRows photos;

  @Test
  void pagesFollowCaptureTimeThenIdAndShowEveryPhotoOnce() throws SQLException {
    List<Row> rows = randomRows(230, 1);
    Opened gallery = open("Order", rows);
    List<String> expected =
        rows.stream().sorted(ORDER).map(row -> row.photoId().toString()).toList();

    List<String> shown = new ArrayList<>();
    for (int page = 1; page <= 8; page++) {
      JsonPath answer = gallery.images("page=" + page);
      assertThat(answer.getString("message")).isEqualTo("Records for all images");
      assertThat(pagination(answer)).isEqualTo(pages(230, page, 8, page < 8, page > 1));
      shown.addAll(answer.getList("data.images.image_id"));
    }
    assertThat(shown).isEqualTo(expected);
    for (int page : new int[] {1, 7, 32, 33}) {
      assertThat(gallery.images("page_size=7&page=" + page).getList("data.images.image_id"))
          .isEqualTo(expected.subList((page - 1) * 7, Math.min(230, page * 7)));
    }
  }

  @Test
  void aPagePastTheEndIsEmptyWithTheRealTotal() throws SQLException {
    Opened gallery = open("Past the end", randomRows(3, 2));

    JsonPath answer = gallery.images("page=9");

    assertThat(answer.getList("data.images")).isEmpty();
    assertThat(answer.getString("message")).isEqualTo("Records for all images");
    assertThat(pagination(answer)).isEqualTo(pages(3, 9, 1, false, true));
  }

  @Test
  void anEmptyGallerySaysSo() throws SQLException {
    Opened gallery = open("Empty", List.of());

    JsonPath answer = gallery.images("");

    assertThat(answer.getString("message")).isEqualTo("No images found");
    assertThat(answer.getList("data.images")).isEmpty();
    assertThat(pagination(answer)).isEqualTo(pages(0, 0, 0, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page: must be at least 1",
    "page=x, page: must be a whole number",
    "page_size=101, page_size: must be at most 100",
    "page=-1&page_size=0, page: must be at least 1; page_size: must be at least 1"
  })
  void aPageOutOfRangeIsRefused(String query, String message) throws SQLException {
    Opened gallery = open("Out of range", List.of());
    for (String path : List.of("/images?", "/timeline/images?")) {
      gallery
          .get(path + query)
          .statusCode(422)
          .body("message", equalTo(message))
          .body("data", equalTo(null));
    }
  }

  @Test
  void photosWithoutRenditionsAreNotShown() throws SQLException {
    List<Row> rows = randomRows(20, 3);
    Opened gallery = open("Not ready", rows);
    photos.setReady(gallery.eventId(), rows.get(0).photoId(), false);
    photos.delete(gallery.eventId(), rows.get(1).photoId());

    JsonPath answer = gallery.images("");

    assertThat(answer.getInt("data.pagination.total")).isEqualTo(18);
    assertThat(answer.getList("data.images.image_id"))
        .isEqualTo(
            rows.subList(2, 20).stream()
                .sorted(ORDER)
                .map(row -> row.photoId().toString())
                .toList());
  }

  @Test
  void anyWindowHoldsExactlyThePhotosTakenWithinIt() throws SQLException {
    List<Row> rows = randomRows(300, 4);
    Opened gallery = open("Windows", rows);
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      long from =
          START.getEpochSecond()
              - 60
              + random.nextInt(900) / (i % 3 + 1) * (i % 2 == 0 ? 1 : 60) % 1000;
      long to = from + 1 + random.nextInt(i % 4 == 0 ? 50 : 600);
      List<String> expected =
          rows.stream()
              .filter(row -> row.captureTime() != null)
              .filter(row -> !row.captureTime().isBefore(Instant.ofEpochSecond(from)))
              .filter(row -> row.captureTime().isBefore(Instant.ofEpochSecond(to)))
              .sorted(ORDER)
              .map(row -> row.photoId().toString())
              .toList();
      int page = 1 + random.nextInt(3);
      JsonPath answer = gallery.window("from=" + from + "&to=" + to + "&page_size=20&page=" + page);
      assertThat(answer.getInt("data.pagination.total"))
          .as("total of [%d, %d)", from, to)
          .isEqualTo(expected.size());
      assertThat(answer.getList("data.images.image_id"))
          .as("page %d of [%d, %d)", page, from, to)
          .isEqualTo(
              expected.subList(
                  Math.min(expected.size(), (page - 1) * 20),
                  Math.min(expected.size(), page * 20)));
    }
  }

  @Test
  void anOpenWindowHoldsEveryDatedPhoto() throws SQLException {
    List<Row> rows = randomRows(50, 6);
    Opened gallery = open("Open window", rows);
    long dated = rows.stream().filter(row -> row.captureTime() != null).count();

    assertThat(gallery.window("page=1").getInt("data.pagination.page_size")).isEqualTo(32);
    JsonPath answer = gallery.window("page_size=100");

    assertThat(answer.getString("message")).isEqualTo("Records for timeline window");
    assertThat(answer.getLong("data.pagination.total")).isEqualTo(dated);
    assertThat(answer.getList("data.images")).hasSize((int) dated);
    long middle = START.plusSeconds(300).getEpochSecond();
    assertThat(
            gallery.window("from=" + middle).getInt("data.pagination.total")
                + gallery.window("to=" + middle).getInt("data.pagination.total"))
        .isEqualTo((int) dated);
    JsonPath nothing = gallery.window("to=10");
    assertThat(nothing.getString("message")).isEqualTo("Records for timeline window");
    assertThat(nothing.getList("data.images")).isEmpty();
    assertThat(pagination(nothing)).isEqualTo(pages(0, 0, 0, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "from=10&to=10, from: must be before to",
    "from=11&to=10, from: must be before to",
    "from=a&to=1.5, from: must be a whole number of seconds since 1970; to: must be a whole number of seconds since 1970",
    "from=99999999999999, from: must be a time between the years 1 and 9999"
  })
  void aWindowThatIsNoneIsRefused(String query, String message) throws SQLException {
    Opened gallery = open("No window", List.of());
    gallery.get("/timeline/images?" + query).statusCode(422).body("message", equalTo(message));
  }

  @Test
  void theTimelineCountsByDayAndHourOfUtc() throws SQLException {
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> perHour = new TreeMap<>();
    perHour.put("2026-05-08T23:59:59.999999Z", 2);
    perHour.put("2026-05-09T00:00:00Z", 3);
    perHour.put("2026-05-09T13:30:00Z", 1);
    perHour.forEach(
        (time, count) -> {
          for (int i = 0; i < count; i++) {
            rows.add(PhotoRows.row(Instant.parse(time)));
          }
        });
    rows.add(PhotoRows.row(null));
    Opened gallery = open("Timeline", rows);

    JsonPath answer = gallery.get("/timeline/days").extract().jsonPath();

    assertThat(answer.getString("message")).isEqualTo("Timeline buckets");
    assertThat(answer.<Object>getList("data.days"))
        .isEqualTo(
            List.of(
                Map.of(
                    "date",
                    "2026-05-08",
                    "total",
                    2,
                    "hours",
                    List.of(Map.of("hour", 23, "count", 2))),
                Map.of(
                    "date",
                    "2026-05-09",
                    "total",
                    4,
                    "hours",
                    List.of(Map.of("hour", 0, "count", 3), Map.of("hour", 13, "count", 1)))));
  }

  @Test
  void anEventWithoutDatedPhotosHasNoTimeline() throws SQLException {
    Opened gallery = open("No timeline", List.of(PhotoRows.row(null)));
    gallery
        .get("/timeline/days")
        .statusCode(200)
        .body("message", equalTo("No timeline data"))
        .body("data.days", hasSize(0));
  }

  @Test
  void originalsAreLinkedOnlyWhereTheEventPublishesThem() throws SQLException {
    Row nameless = PhotoRows.row(START);
    Opened gallery = open("Originals", List.of(nameless));
    gallery.change(Map.of("publish_originals", true));

    String url = gallery.images("").getString("data.images[0].original_url");

    assertThat(url)
        .contains("X-Amz-Signature=")
        .contains("response-content-disposition=attachment")
        .contains(nameless.photoId() + ".jpg");
    gallery.change(Map.of("publish_originals", false));
    assertThat(gallery.images("").getString("data.images[0].original_url")).isNull();
  }

  private static List<Row> randomRows(int count, int seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time = START.plusMillis(random.nextInt(600) * 1000L + (i % 5 == 0 ? 250 : 0));
      rows.add(PhotoRows.row(random.nextInt(10) == 0 ? null : time));
    }
    return rows;
  }

  private static Map<String, Object> pagination(JsonPath answer) {
    return new HashMap<>(answer.<String, Object>getMap("data.pagination"));
  }

  private static Map<String, Object> pages(
      int total, int current, int pages, boolean next, boolean previous) {
    return Map.of(
        "total", total,
        "currentPage", current,
        "totalPages", pages,
        "hasNextPage", next,
        "hasPreviousPage", previous,
        "page_size", 32);
  }

  /** An event of an organisation of its own, with these photos. */
  private Opened open(String organisation, List<Row> rows) throws SQLException {
    Organiser organiser = newOrganiser(organisation);
    Opened gallery = new Opened(organiser, organiser.newEvent("Run"));
    photos.insert(gallery.eventId(), rows);
    return gallery;
  }

  private record Opened(Organiser organiser, long eventId) {

    ValidatableResponse get(String path) {
      return organiser.request().get(organiser.eventPath(eventId) + path).then();
    }

    JsonPath images(String query) {
      return get("/images" + (query.isEmpty() ? "" : "?" + query))
          .statusCode(200)
          .extract()
          .jsonPath();
    }

    JsonPath window(String query) {
      return get("/timeline/images?" + query).statusCode(200).extract().jsonPath();
    }

    void change(Map<String, ?> settings) {
      organiser.change(eventId, settings).statusCode(200);
    }
  }
}
