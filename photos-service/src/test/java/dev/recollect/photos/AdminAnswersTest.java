package dev.recollect.photos;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.JsonAnswer;
import dev.recollect.video.TestVideos;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.awt.Color;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of an answer of the admin API in the OpenAPI document is what it answers. */
@PhotosTest
class AdminAnswersTest {
  private static final String ORGANISATIONS = "/api/v1/admin/organisations";
  private static final String KEYS = ORGANISATIONS + "/{org_id}/keys";
  private static final String EVENTS = ORGANISATIONS + "/{org_id}/events";
  private static final String EVENT = "/api/v1/admin/events/{event_id}";
  private static final String PHOTO = EVENT + "/photos/{image_id}";
  private static final String UPLOADS = EVENT + "/uploads";
  private static final String CAMERAS = EVENT + "/cameras";
  private static final String STAMP = EVENT + "/stamp";
  private static final String VIDEOS = EVENT + "/videos";
  private static final String VIDEO = VIDEOS + "/{source_video_key}";
  private static final String PARTS = VIDEOS + "/uploads";
  private static final String PART = PARTS + "/{upload_id}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PAGE_0 = "?page=0";
  private static final long NOBODY = 999_999_999;
  private static final UUID UNKNOWN = UUID.randomUUID();
  private static final int MEBIBYTE = 1 << 20;

  @Inject Database database;

  private DocumentedExamples answers;
  private Organiser organiser;
  private long organisation;

  @BeforeEach
  void readTheDocument() {
    answers = new DocumentedExamples(given().get("/q/openapi?format=json").asString());
    organiser = Organisers.newOrganiser("Admin examples");
    organisation = organiser.organisationId();
  }

  @Test
  void theExamplesAreRealAnswers() throws Exception {
    withoutKey();
    organisations();
    keys();
    long event = events();
    photos(event);
    stamp(event);
    videos(event);
    check("DELETE", EVENT, as().delete(EVENT, event));
    gone(event);

    assertThat(answers.unchecked()).noneMatch(name -> name.contains("/api/v1/admin/"));
  }

  /** Before anything else, whatever is asked for. */
  private void withoutKey() {
    for (String name : Set.copyOf(answers.unchecked())) {
      if (name.contains("/api/v1/admin/") && name.endsWith(" 401")) {
        String[] parts = name.split(" ", -1);
        String path = parts[1].replaceAll("\\{[^}]*}", "1");
        boolean form =
            answers.unchecked().contains(name.replace(" 401", " request multipart/form-data"));
        RequestSpecification request = form ? given().multiPart("none", "") : given();
        check(parts[0], parts[1], request.request(parts[0], path));
      }
    }
  }

  /** Of an event that was deleted. */
  private void gone(long event) {
    check("DELETE", EVENT, as().delete(EVENT, event));
    check("GET", EVENT, as().get(EVENT, event));
    for (String path : List.of(EVENT + "/progress", CAMERAS)) {
      check("GET", path, as().get(path, event));
    }
    String requeue = EVENT + "/renditions/requeue";
    check("POST", requeue, as().post(requeue, event));
    check("DELETE", STAMP, as().delete(STAMP, event));
  }

  private void organisations() {
    String body = answers.request("POST", ORGANISATIONS);
    check("POST", ORGANISATIONS, asOperator(body).post(ORGANISATIONS));
    check("POST", ORGANISATIONS, body(body).post(ORGANISATIONS));
    check("POST", ORGANISATIONS, asOperator("{\"name\": \" \"}").post(ORGANISATIONS));
    check("GET", ORGANISATIONS, as().get(ORGANISATIONS));
    check("GET", ORGANISATIONS, as().get(ORGANISATIONS + PAGE_0));
  }

  private void keys() {
    Response made = documented("POST", KEYS).post(KEYS, organisation);
    check("POST", KEYS, made);
    long key = made.jsonPath().getLong("data.key_id");
    check("GET", KEYS, as().get(KEYS, organisation));
    String one = KEYS + "/{key_id}";
    check("PATCH", one, documented("PATCH", one).patch(one, organisation, key));
    check("PATCH", one, body("{\"state\": \"lost\"}").patch(one, organisation, key));
    check("DELETE", one, as().delete(one, organisation, key));
    check("PATCH", one, documented("PATCH", one).patch(one, organisation, key));
    check("DELETE", one, as().delete(one, organisation, key));
    check("POST", KEYS, body("{}").post(KEYS, organisation));
    long others = Organisers.newOrganiser("Others").organisationId();
    check("POST", KEYS, documented("POST", KEYS).post(KEYS, others));
    check("GET", KEYS, as().get(KEYS, others));
    check("GET", KEYS, as().get(KEYS, "x"));
    check("DELETE", one, as().delete(one, organisation, "x"));
    check("POST", KEYS, asOperator(answers.request("POST", KEYS)).post(KEYS, NOBODY));
    Response tooMany =
        await()
            .until(
                () -> documented("POST", KEYS).post(KEYS, organisation),
                answer -> answer.statusCode() != 200);
    check("POST", KEYS, tooMany);
  }

  private long events() {
    Response made = documented("POST", EVENTS).post(EVENTS, organisation);
    check("POST", EVENTS, made);
    check("POST", EVENTS, documented("POST", EVENTS).post(EVENTS, organisation));
    check("POST", EVENTS, body("{\"event_name\": \"City Marathon\"}").post(EVENTS, organisation));
    check("POST", EVENTS, asOperator(answers.request("POST", EVENTS)).post(EVENTS, NOBODY));
    check("GET", EVENTS, as().get(EVENTS, organisation));
    check("GET", EVENTS, as().get(EVENTS + PAGE_0, organisation));
    long event = made.jsonPath().getLong("data.event_id");
    check("GET", EVENT, as().get(EVENT, event));
    check("PATCH", EVENT, documented("PATCH", EVENT).patch(EVENT, event));
    check("PATCH", EVENT, body("{\"time_zone\": \"Mars\"}").patch(EVENT, event));
    long other = organiser.newEvent("Hill Race", Map.of("event_slug", "hill-race"));
    String slug = as().get(EVENT, event).jsonPath().getString("data.event_slug");
    check("PATCH", EVENT, body("{\"event_slug\": \"" + slug + "\"}").patch(EVENT, other));
    return event;
  }

  private void photos(long event) throws Exception {
    byte[] photo =
        TestPhotos.jpeg(
            901,
            80,
            60,
            new ExifSegment()
                .camera("Nikon", "Z 9", "6001234")
                .taken("2026:05:09 10:15:30")
                .fraction("25")
                .offset("+02:00"));
    String photos = EVENT + "/photos";
    Response stored = form("POST", photos, Map.of("files", photo)).post(photos, event);
    check("POST", photos, stored);
    check(
        "POST", photos, as().multiPart("other", "x.jpg", photo, "image/jpeg").post(photos, event));
    String image = stored.jsonPath().getString("data.files[0].image_id");

    Response begun = documented("POST", UPLOADS).post(UPLOADS, event);
    check("POST", UPLOADS, begun);
    put(begun.jsonPath().getString("data.url"), TestPhotos.jpeg(902, 80, 60));
    String complete = UPLOADS + "/{upload_id}/complete";
    String upload = begun.jsonPath().getString("data.upload_id");
    check("POST", complete, as().post(complete, event, upload));
    check("POST", complete, as().post(complete, event, UNKNOWN));
    String empty =
        documented("POST", UPLOADS).post(UPLOADS, event).jsonPath().getString("data.upload_id");
    check("POST", complete, as().post(complete, event, empty));
    Uploads.awaitShown(organiser, event, 2);

    write(
        "insert into integrity select event_id, photo_id, 'intact' from photo where event_id = ?"
            + " on conflict (event_id, photo_id) do update set state = 'intact', checked_at = now()",
        event);
    Response status = as().get(PHOTO, event, image);
    check("GET", PHOTO, status);
    String sha256 = status.jsonPath().getString("data.sha256");
    String lookup = photos + "/lookup";
    String known =
        answers
            .request("POST", lookup)
            .replace("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", sha256);
    check("POST", lookup, body(known).post(lookup, event));
    check("POST", lookup, body("{}").post(lookup, event));
    check("GET", EVENT + "/progress", as().get(EVENT + "/progress", event));

    check("GET", CAMERAS, as().get(CAMERAS, event));
    String clock = CAMERAS + "/{camera}/clock-offset";
    String camera = status.jsonPath().getString("data.camera");
    check("PUT", clock, documented("PUT", clock).put(clock, event, camera));
    check("PUT", clock, body("{}").put(clock, event, camera));

    write(
        """
        update work_item
           set state = 'dead', attempts = 5, reason = 'no storage', finished_at = now()
         where queue = 'rendition' and event_id = ?
        """,
        event);
    String dead = EVENT + "/renditions/dead";
    check("GET", dead, as().get(dead, event));
    check("GET", dead, as().get(dead + PAGE_0, event));
    check("POST", EVENT + "/renditions/requeue", as().post(EVENT + "/renditions/requeue", event));
    check("DELETE", PHOTO, as().delete(PHOTO, event, image));
    check("GET", PHOTO, as().get(PHOTO, event, image));
    check("DELETE", PHOTO, as().delete(PHOTO, event, image));
  }

  private void stamp(long event) {
    check("GET", STAMP, as().get(STAMP, event));
    check(
        "PUT",
        STAMP,
        form("PUT", STAMP, Map.of("landscape", TestPhotos.overlay(Color.RED, 20, 10)))
            .put(STAMP, event));
    check("PUT", STAMP, as().multiPart("position", "bottom_right").put(STAMP, event));
    check("GET", STAMP, as().get(STAMP, event));
    check("DELETE", STAMP, as().delete(STAMP, event));
  }

  private void videos(long event) throws Exception {
    check(
        "POST",
        VIDEOS,
        form("POST", VIDEOS, Map.of("file", Files.readAllBytes(TestVideos.pattern(2))))
            .post(VIDEOS, event));
    check("POST", VIDEOS, as().multiPart("start_time", "noon").post(VIDEOS, event));
    accepted(event, 1);
    check("GET", VIDEOS, as().get(VIDEOS, event));
    check("GET", VIDEOS, as().get(VIDEOS + PAGE_0, event));
    check("GET", VIDEO, as().get(VIDEO, event, 1));
    check("POST", VIDEO + "/retry", as().post(VIDEO + "/retry", event, 1));
    check("DELETE", VIDEO, as().delete(VIDEO, event, 1));
    check("GET", VIDEO, as().get(VIDEO, event, 1));
    check("POST", VIDEO + "/retry", as().post(VIDEO + "/retry", event, 1));
    check("DELETE", VIDEO, as().delete(VIDEO, event, 1));

    // The name in the example is nobody's.
    String source =
        answers
            .request("POST", VIDEOS + "/fetch")
            .replace("https://videos.example/", "http://localhost:9/");
    check("POST", VIDEOS + "/fetch", body(source).post(VIDEOS + "/fetch", event));
    check("POST", VIDEOS + "/fetch", body("{}").post(VIDEOS + "/fetch", event));
    keysThatAreTaken(event);

    Response begun = begin(event, 6 * MEBIBYTE);
    check("POST", PARTS, begun);
    check("POST", PARTS, body("{}").post(PARTS, event));
    String upload = begun.jsonPath().getString("data.upload_id");
    Response urls = as().get(PART + "/urls", event, upload);
    check("GET", PART + "/urls", urls);
    put(urls.jsonPath().getString("data.urls[1].url"), new byte[MEBIBYTE]);
    check("GET", PART, as().get(PART, event, upload));
    check("POST", PART + "/complete", as().post(PART + "/complete", event, upload));
    check("DELETE", PART, as().delete(PART, event, upload));
    check("GET", PART, as().get(PART, event, upload));
    check("DELETE", PART, as().delete(PART, event, upload));
    check("GET", PART + "/urls", as().get(PART + "/urls", event, upload));

    byte[] film = Files.readAllBytes(TestVideos.pattern(1));
    JsonPath whole = begin(event, film.length).jsonPath();
    String second = whole.getString("data.upload_id");
    put(as().get(PART + "/urls", event, second).jsonPath().getString("data.urls[0].url"), film);
    as().post(PART + "/complete", event, second).then().statusCode(200);
    accepted(event, whole.getLong("data.source_video_key"));
    // Asked again once it has been looked at, so that its state is the same every time.
    check("POST", PART + "/complete", as().post(PART + "/complete", event, second));
    check("GET", PART, as().get(PART, event, second));
    check("GET", PART + "/urls", as().get(PART + "/urls", event, second));
    check("DELETE", PART, as().delete(PART, event, second));
  }

  private void keysThatAreTaken(long event) {
    check(
        "POST",
        VIDEOS,
        as().multiPart("file", "film.mp4", new byte[] {1})
            .multiPart("source_video_key", "1")
            .post(VIDEOS, event));
    String fetch = "{\"url\": \"http://localhost:9/film.mp4\", \"source_video_key\": 1}";
    check("POST", VIDEOS + "/fetch", body(fetch).post(VIDEOS + "/fetch", event));
    String parts = "{\"size_bytes\": 1, \"source_video_key\": 1}";
    check("POST", PARTS, body(parts).post(PARTS, event));
  }

  private Response begin(long event, int bytes) {
    return body(answers.request("POST", PARTS).replace("20971520", Integer.toString(bytes)))
        .post(PARTS, event);
  }

  private void accepted(long event, long key) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                JsonAnswer.field(as().get(VIDEO, event, key).asString(), "/data/state").textValue(),
            "accepted"::equals);
    write(
        "insert into video_integrity select event_id, source_video_key, 'intact' from source_video"
            + " where event_id = ? and state = 'accepted' on conflict do nothing",
        event);
  }

  private void write(String sql, long event) {
    database.transact(transaction -> Sql.of(sql, event).update(transaction));
  }

  private RequestSpecification as() {
    return organiser.request();
  }

  private RequestSpecification documented(String method, String path) {
    return body(answers.request(method, path));
  }

  /** The documented form with these files in it. */
  private RequestSpecification form(String method, String path, Map<String, byte[]> files) {
    RequestSpecification request = as();
    answers
        .parts(method, path)
        .forEach(
            (name, value) -> {
              if (files.containsKey(name)) {
                request.multiPart(name, value, files.get(name));
              } else {
                request.multiPart(name, value);
              }
            });
    return request;
  }

  private static RequestSpecification asOperator(String body) {
    return Organisers.as(OPERATOR_KEY).contentType("application/json").body(body);
  }

  private RequestSpecification body(String body) {
    return as().contentType("application/json").body(body);
  }

  private static void put(String url, byte[] bytes) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(bytes)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  private void check(String method, String path, Response real) {
    answers.check(method, path, real.statusCode(), real.asString());
  }
}
