package dev.recollect.photos.events;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.proto.access.v1.AccessService;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.FindEventRequest;
import io.quarkus.grpc.GrpcClient;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PhotosTest
class EventsTest {
  @GrpcClient("photos")
  AccessService access;

  @Test
  void aNewEventHasTheDefaultsThatTheGuidePromises() {
    Organiser organiser = newOrganiser("Defaults");
    long eventId = organiser.newEvent("Zürich Marathon 2026");

    JsonPath answer =
        organiser.request().get("/api/v1/admin/events/{id}", eventId).then().extract().jsonPath();

    Map<String, Object> data = new HashMap<>(answer.getMap("data"));
    data.remove("created_at");
    Map<String, Object> expected = new HashMap<>();
    expected.put("event_id", (int) eventId);
    expected.put("organisation_id", (int) organiser.organisationId());
    expected.put("event_name", "Zürich Marathon 2026");
    expected.put("event_slug", "zurich-marathon-2026");
    expected.put("event_date", "2026-05-09T08:00:00");
    expected.put("time_zone", "UTC");
    expected.put("status", "active");
    expected.put("event_enabled", true);
    expected.put("bib_search", true);
    expected.put("selfie_search", true);
    expected.put("name_search", false);
    expected.put("video_search", false);
    expected.put("video_selfie_search", false);
    expected.put("timeline_search", true);
    expected.put("bib_propagation", true);
    expected.put("publish_originals", false);
    expected.put("face_threshold_percent", null);
    expected.put("bib_review_confidence", 0.8f);
    expected.put("retention_days", null);
    expected.put("cover_image_id", null);
    expected.put(
        "clips",
        Map.of(
            "padding_before_seconds", 2f,
            "padding_after_seconds", 2f,
            "max_gap_seconds", 3f,
            "min_length_seconds", 3f,
            "max_length_seconds", 30f,
            "max_clips_per_video", 5,
            "stamped", false,
            "retention_days", 30));
    expected.put("rendition_version", 1);
    assertThat(data).isEqualTo(expected);
  }

  @Test
  void aPatchChangesWhatItNamesAndNullClears() {
    Organiser organiser = newOrganiser("Patch");
    long eventId =
        organiser.newEvent("Run", Map.of("face_threshold_percent", 55.5, "retention_days", 36_500));
    Map<String, Object> changes = new HashMap<>();
    changes.put("bib_search", false);
    changes.put("face_threshold_percent", null);

    organiser
        .change(eventId, changes)
        .statusCode(200)
        .body("message", equalTo("Event changed"))
        .body("data.bib_search", equalTo(false))
        .body("data.face_threshold_percent", nullValue())
        .body("data.retention_days", equalTo(36_500))
        .body("data.event_name", equalTo("Run"));
  }

  @Test
  void everyWrongFieldOfAPatchIsNamed() {
    Organiser organiser = newOrganiser("Wrong fields");
    long eventId = organiser.newEvent("Run");

    organiser
        .change(eventId, Map.of("status", "open", "bib_review_confidence", 1.5))
        .statusCode(422)
        .body(
            "message",
            equalTo(
                "bib_review_confidence: must be less than or equal to 1;"
                    + " status: must be one of draft, active, archived"));
    organiser
        .change(eventId, Map.of("bib_search", "perhaps"))
        .statusCode(422)
        .body("message", equalTo("bib_search: is of the wrong type or shape"));
    organiser
        .change(eventId, Map.of("colour", "red"))
        .statusCode(422)
        .body("message", equalTo("colour: is not a known field"));
    organiser
        .change(eventId, Map.of("time_zone", "UTC+2"))
        .statusCode(422)
        .body("message", equalTo("time_zone: must be an IANA time zone"));
    organiser
        .change(eventId, Map.of("cover_image_id", "0199f0b2-0000-7000-8000-000000000000"))
        .statusCode(422)
        .body("message", equalTo("cover_image_id: must be a photo of the event"));
  }

  @Test
  void aTimeZoneThatOnlyJavaKnowsIsNone() {
    Organiser organiser = newOrganiser("Zones");
    long eventId = organiser.newEvent("Run");
    Map<String, String> javas = Map.of("time_zone", "SystemV/PST8PDT");

    organiser
        .change(eventId, javas)
        .statusCode(422)
        .body("message", equalTo("time_zone: must be an IANA time zone"));
    Map<String, Object> body = new HashMap<>(javas);
    body.put("event_name", "Other run");
    body.put("event_date", "2026-05-09T08:00:00");
    organiser
        .request()
        .contentType("application/json")
        .body(body)
        .post("/api/v1/admin/organisations/{org}/events", organiser.organisationId())
        .then()
        .statusCode(422)
        .body("message", equalTo("time_zone: must be an IANA time zone"));
    organiser
        .change(eventId, Map.of("time_zone", "Pacific/Chatham"))
        .statusCode(200)
        .body("data.time_zone", equalTo("Pacific/Chatham"));
  }

  @Test
  void aCoverThatIsDeletedIsNoCoverAndHoldsUpNoChange() {
    Organiser organiser = newOrganiser("Cover");
    long eventId = organiser.newEvent("Run");
    String cover = Uploads.store(organiser, eventId, "c.jpg", TestPhotos.jpeg(81, 80, 60));
    organiser.change(eventId, Map.of("cover_image_id", cover)).statusCode(200);

    organiser
        .request()
        .delete("/api/v1/admin/events/{e}/photos/{i}", eventId, cover)
        .then()
        .statusCode(200);

    organiser
        .change(eventId, Map.of("event_name", "Renamed"))
        .statusCode(200)
        .body("data.cover_image_id", nullValue());
  }

  @Test
  void aDateOfAnotherAgeIsASlip() {
    Organiser organiser = newOrganiser("Ages");
    long eventId = organiser.newEvent("Run");
    for (String date : List.of("+247007-01-01T00:00:00", "0026-05-09T00:00:00")) {
      organiser
          .change(eventId, Map.of("event_date", date))
          .statusCode(422)
          .body("message", equalTo("event_date: must be in the years 1900-9999"));
    }
  }

  @Test
  void clipSettingsAreSetOneByOneAndToldToTheOtherServices() {
    Organiser organiser = newOrganiser("Clips");
    long eventId = organiser.newEvent("Run", Map.of("clips", Map.of("stamped", true)));

    organiser
        .change(eventId, Map.of("clips", Map.of("max_gap_seconds", 1.5, "retention_days", 7)))
        .statusCode(200)
        .body("data.clips.max_gap_seconds", equalTo(1.5f))
        .body("data.clips.retention_days", equalTo(7))
        .body("data.clips.stamped", equalTo(true))
        .body("data.clips.max_length_seconds", equalTo(30f));

    assertThat(
            access
                .findEvent(FindEventRequest.newBuilder().setEventId(eventId).build())
                .await()
                .atMost(Duration.ofSeconds(30))
                .getEvent()
                .getClips())
        .isEqualTo(
            ClipSettings.newBuilder()
                .setPaddingBeforeSeconds(2)
                .setPaddingAfterSeconds(2)
                .setMaxGapSeconds(1.5)
                .setMinLengthSeconds(3)
                .setMaxLengthSeconds(30)
                .setMaxClipsPerVideo(5)
                .setStamped(true)
                .setRetentionDays(7)
                .build());
  }

  @Test
  void clipSettingsOutOfRangeAreNamed() {
    Organiser organiser = newOrganiser("Wrong clips");
    long eventId = organiser.newEvent("Run");
    Map<String, Object> gone = new HashMap<>();
    gone.put("clips", null);

    organiser
        .change(
            eventId,
            Map.of("clips", Map.of("padding_before_seconds", 61, "max_clips_per_video", 0)))
        .statusCode(422)
        .body(
            "message",
            equalTo(
                "clips.max_clips_per_video: must be greater than or equal to 1;"
                    + " clips.padding_before_seconds: must be less than or equal to 60"));
    organiser
        .change(eventId, Map.of("clips", Map.of("min_length_seconds", 15.5)))
        .statusCode(422)
        .body(
            "message",
            equalTo("clips.max_length_seconds: must be at least twice min_length_seconds"));
    organiser
        .change(eventId, Map.of("clips", Map.of("colour", "red")))
        .statusCode(422)
        .body("message", equalTo("clips.colour: is not a known field"));
    organiser
        .change(eventId, Map.of("clips", Map.of("stamped", "perhaps")))
        .statusCode(422)
        .body("message", equalTo("clips.stamped: is of the wrong type or shape"));
    organiser
        .change(eventId, gone)
        .statusCode(422)
        .body("message", equalTo("clips: must not be null"));
  }

  @Test
  void aSlugIsUsedOnceInAnOrganisationUntilItsEventIsDeleted() {
    Organiser organiser = newOrganiser("Slugs");
    long first = organiser.newEvent("Night Run");
    Map<String, Object> same =
        Map.of("event_name", "Night  Run!", "event_date", "2026-06-01T00:00:00");

    organiser
        .request()
        .contentType("application/json")
        .body(same)
        .post("/api/v1/admin/organisations/{org}/events", organiser.organisationId())
        .then()
        .statusCode(409)
        .body("message", equalTo("The organisation has an event with this event_slug"));
    organiser.request().delete("/api/v1/admin/events/{id}", first).then().statusCode(200);
    assertThat(organiser.newEvent("Night Run")).isGreaterThan(first);
    assertThat(newOrganiser("Other slugs").newEvent("Night Run")).isPositive();
  }

  @Test
  void thePublicListHasDraftsAndIsNewestFirst() {
    Organiser organiser = newOrganiser("List");
    long spring = organiser.newEvent("Spring", Map.of("event_date", "2026-03-01T10:00:00"));
    long winter =
        organiser.newEvent(
            "Winter", Map.of("event_date", "2026-12-01T10:00:00", "status", "draft"));
    long alsoSpring =
        organiser.newEvent("Also Spring", Map.of("event_date", "2026-03-01T10:00:00"));

    JsonPath answer =
        organiser
            .request()
            .get("/api/v1/ext/{org}/events?page_size=2", organiser.organisationId())
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(answer.getString("message")).isEqualTo("Records for events");
    assertThat(answer.getList("data.events.event_id", Long.class)).containsExactly(winter, spring);
    assertThat(answer.<String, Object>getMap("data.events[0]"))
        .containsEntry("event_name", "Winter")
        .containsEntry("event_slug", "winter")
        .containsEntry("event_date", "2026-12-01T10:00:00")
        .containsEntry("status", "draft")
        .containsEntry("cover_image", null)
        .hasSize(6);
    assertThat(answer.<String, Object>getMap("data.pagination"))
        .isEqualTo(
            Map.of(
                "total", 3,
                "currentPage", 1,
                "totalPages", 2,
                "hasNextPage", true,
                "hasPreviousPage", false,
                "page_size", 2));
    assertThat(
            organiser
                .request()
                .get("/api/v1/ext/{org}/events?page=2&page_size=2", organiser.organisationId())
                .jsonPath()
                .getList("data.events.event_id", Long.class))
        .isEqualTo(List.of(alsoSpring));
  }

  @Test
  void aPageOfThePublicListHasTenEventsUnlessAskedForUpToAHundred() {
    Organiser organiser = newOrganiser("Pages");
    organiser.newEvent("Run");
    String path = "/api/v1/ext/" + organiser.organisationId() + "/events";

    organiser.request().get(path).then().body("data.pagination.page_size", equalTo(10));
    organiser
        .request()
        .get(path + "?page_size=100")
        .then()
        .statusCode(200)
        .body("data.pagination.page_size", equalTo(100));
    organiser
        .request()
        .get(path + "?page_size=101")
        .then()
        .statusCode(422)
        .body("message", equalTo("page_size: must be at most 100"));
  }

  @Test
  void aDisabledEventStillAnswersDetailsAndPing() {
    Organiser organiser = newOrganiser("Disabled");
    long eventId =
        organiser.newEvent(
            "Closed",
            Map.of("event_enabled", false, "video_search", false, "video_selfie_search", true));

    JsonPath details =
        organiser
            .request()
            .get(organiser.eventPath(eventId) + "/details")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(details.getString("message")).isEqualTo("Event details");
    Map<String, Object> expected = new HashMap<>();
    expected.put("event_id", (int) eventId);
    expected.put("event_name", "Closed");
    expected.put("event_slug", "closed");
    expected.put("event_date", "2026-05-09T08:00:00");
    expected.put("status", "active");
    expected.put("event_enabled", false);
    expected.put("bib_search", true);
    expected.put("selfie_search", true);
    expected.put("name_search", false);
    expected.put("video_search", false);
    expected.put("video_selfie_search", false);
    expected.put("timeline_search", true);
    assertThat(details.<String, Object>getMap("data")).isEqualTo(expected);
    organiser
        .request()
        .get(organiser.eventPath(eventId) + "/ping")
        .then()
        .statusCode(200)
        .body("message", equalTo("pong"))
        .body("data.status", equalTo("ok"))
        .body("data.org_id", equalTo((int) organiser.organisationId()))
        .body("data.event_id", equalTo((int) eventId));
  }
}
