package dev.recollect.launcher.demo;

import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.home.PrivateFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The demo's event.
 *
 * @param organisationId its organisation
 * @param eventId the event
 * @param key a key of the organisation with the scope {@code read}
 */
record DemoEvent(long organisationId, long eventId, String key) {

  /** The event of an earlier run if the suite still has it, otherwise a new one. */
  static DemoEvent ensure(URI frontDoor, SuiteClient operator, Path file) throws ApiException {
    Optional<DemoEvent> earlier = read(file);
    if (earlier.isPresent() && earlier.get().exists(frontDoor)) {
      return earlier.get();
    }
    DemoEvent event = create(operator);
    event.write(file);
    return event;
  }

  private boolean exists(URI frontDoor) throws ApiException {
    try {
      new SuiteClient(frontDoor, key).get(publicPath() + "/details");
      return true;
    } catch (ApiException e) {
      if (e.isPassing()) {
        throw e;
      }
      return false;
    }
  }

  private static DemoEvent create(SuiteClient operator) throws ApiException {
    long organisation =
        operator
            .post("/api/v1/admin/organisations", new JsonObject().put("name", "Recollect demo"))
            .getLong("organisation_id");
    String path = "/api/v1/admin/organisations/" + organisation;
    long event =
        operator
            .post(
                path + "/events",
                new JsonObject()
                    .put("event_name", "Demo Run")
                    .put("event_date", "2026-06-14T09:00:00")
                    .put("time_zone", "Europe/Berlin")
                    .put("bib_search", true)
                    .put("selfie_search", true)
                    .put("video_search", true)
                    .put("video_selfie_search", true)
                    .put("timeline_search", true))
            .getLong("event_id");
    String key =
        operator
            .post(
                path + "/keys",
                new JsonObject().put("name", "demo").put("scopes", new JsonArray().add("read")))
            .getString("key");
    return new DemoEvent(organisation, event, key);
  }

  /** Start of the paths of the public API for this event. */
  String publicPath() {
    return "/api/v1/ext/%d/event/%d".formatted(organisationId, eventId);
  }

  private static Optional<DemoEvent> read(Path file) {
    Properties properties = PrivateFile.read(file);
    return properties.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DemoEvent(
                Long.parseLong(properties.getProperty("organisation-id")),
                Long.parseLong(properties.getProperty("event-id")),
                properties.getProperty("key")));
  }

  private void write(Path file) {
    Properties properties = new Properties();
    properties.setProperty("organisation-id", Long.toString(organisationId));
    properties.setProperty("event-id", Long.toString(eventId));
    properties.setProperty("key", key);
    PrivateFile.write(file, properties);
  }

  @Override
  public String toString() {
    return "DemoEvent[%d, %d]".formatted(organisationId, eventId);
  }
}
