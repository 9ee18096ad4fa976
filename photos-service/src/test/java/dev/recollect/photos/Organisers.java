package dev.recollect.photos;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes organisations, keys and events over the admin API, as an operator and organisers would. */
public final class Organisers {
  public static final String OPERATOR_KEY = "operator-key-of-the-tests-0123456789abcdef";

  private Organisers() {}

  /**
   * An organisation with a key that has every scope.
   *
   * @param key in full
   */
  public record Organiser(long organisationId, String key) {

    /** A request with the organiser's key. */
    public RequestSpecification request() {
      return as(key);
    }

    /** A further key of the organisation, in full. */
    public String newKey(String... scopes) {
      return Organisers.newKey(organisationId, scopes);
    }

    /** A new event with default settings; the id. */
    public long newEvent(String name) {
      return newEvent(name, Map.of());
    }

    /** A new event; the id. */
    public long newEvent(String name, Map<String, ?> settings) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("event_name", name);
      body.put("event_date", "2026-05-09T08:00:00");
      body.putAll(settings);
      return made(
              request()
                  .contentType("application/json")
                  .body(body)
                  .post("/api/v1/admin/organisations/{org}/events", organisationId),
              "event_id")
          .longValue();
    }

    /** Changes settings of an event. */
    public ValidatableResponse change(long eventId, Map<String, ?> settings) {
      return request()
          .contentType("application/json")
          .body(settings)
          .patch("/api/v1/admin/events/{event}", eventId)
          .then();
    }

    /** Path of the public API for one of the organisation's events. */
    public String eventPath(long eventId) {
      return "/api/v1/ext/" + organisationId + "/event/" + eventId;
    }
  }

  /** A request with a key. */
  public static RequestSpecification as(String key) {
    return given().header("X-API-Key", key);
  }

  /** A new organisation and its first key. */
  public static Organiser newOrganiser(String name) {
    long id =
        made(
                as(OPERATOR_KEY)
                    .contentType("application/json")
                    .body(Map.of("name", name))
                    .post("/api/v1/admin/organisations"),
                "organisation_id")
            .longValue();
    return new Organiser(id, newKey(id, "read", "ingest", "admin"));
  }

  private static String newKey(long organisationId, String... scopes) {
    return made(
            as(OPERATOR_KEY)
                .contentType("application/json")
                .body(Map.of("name", "test", "scopes", List.of(scopes)))
                .post("/api/v1/admin/organisations/{org}/keys", organisationId),
            "key")
        .textValue();
  }

  private static JsonNode made(Response answer, String field) {
    return JsonAnswer.field(answer.then().statusCode(200).extract().asString(), "/data/" + field);
  }
}
