package dev.recollect.photos.keys;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static dev.recollect.photos.Organisers.as;
import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@PhotosTest
class KeysTest {
  private static final String KEYS = "/api/v1/admin/organisations/{org}/keys";

  @Inject AgroalDataSource dataSource;

  @Test
  void aKeyIsShownInFullOnceAndByFiveCharactersAfterwards() {
    Organiser organiser = newOrganiser("Shown once");
    JsonPath created = post(organiser, organiser.key(), "gate", List.of("read")).jsonPath();
    String key = created.getString("data.key");

    JsonPath listed =
        organiser.request().get(KEYS, organiser.organisationId()).then().extract().jsonPath();

    assertThat(key).hasSize(43);
    assertThat(listed.getString("data.keys[1].key")).isEqualTo(key.substring(0, 5) + "***");
    assertThat(listed.getList("data.keys[1].scopes")).containsExactly("read");
    assertThat(listed.prettyPrint()).doesNotContain(key);
  }

  @Test
  void aKeyCannotHandOutOrTouchAScopeItLacks() {
    Organiser organiser = newOrganiser("No raise");
    String admin = organiser.newKey("admin");
    long full = listed(organiser).getLong("data.keys[0].key_id");
    long own = listed(organiser).getLong("data.keys[1].key_id");

    post(organiser, admin, "raised", List.of("admin", "ingest"))
        .then()
        .statusCode(403)
        .body("message", equalTo("The API key lacks the scope ingest itself"));
    change(organiser, admin, own, Map.of("scopes", List.of("admin", "read")))
        .then()
        .statusCode(403)
        .body("message", equalTo("The API key lacks the scope read itself"));
    change(organiser, admin, full, Map.of("state", "inactive")).then().statusCode(403);
    as(admin).delete(KEYS + "/{key}", organiser.organisationId(), full).then().statusCode(403);
    assertThat(listed(organiser).getList("data.keys.state")).containsExactly("active", "active");
  }

  @Test
  void anInactiveKeyIsRefusedAndWorksAgainWhenSwitchedOn() {
    Organiser organiser = newOrganiser("Switch");
    String key = organiser.newKey("read");
    long keyId = listed(organiser).getLong("data.keys[1].key_id");
    String events = "/api/v1/ext/" + organiser.organisationId() + "/events";
    as(key).get(events).then().statusCode(200);

    change(organiser, organiser.key(), keyId, Map.of("state", "inactive")).then().statusCode(200);
    as(key).get(events).then().statusCode(403).body("message", equalTo("The API key is not valid"));
    change(organiser, organiser.key(), keyId, Map.of("state", "active")).then().statusCode(200);
    as(key).get(events).then().statusCode(200);
    organiser.request().delete(KEYS + "/{key}", organiser.organisationId(), keyId);
    as(key).get(events).then().statusCode(403);
    change(organiser, organiser.key(), keyId, Map.of("state", "active")).then().statusCode(404);
  }

  @Test
  void aKeyThatIsDeletedWhileItIsRenamedStaysDeleted() throws Exception {
    Organiser organiser = newOrganiser("Rename and delete");
    organiser.newKey("read");
    long keyId = listed(organiser).getLong("data.keys[1].key_id");
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("update api_key set state = 'deleted' where key_id = " + keyId);
      Future<Response> renamed =
          threads.submit(() -> change(organiser, organiser.key(), keyId, Map.of("name", "new")));
      await().atMost(Duration.ofSeconds(60)).until(() -> renamed.isDone() || waitsForAKey());
      connection.commit();
      connection.setAutoCommit(true);

      assertThat(renamed.get().statusCode()).isEqualTo(404);
    }
    assertThat(listed(organiser).getList("data.keys.key_id", Long.class)).doesNotContain(keyId);
  }

  private boolean waitsForAKey() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like '%api_key%'")) {
      return waiting.next();
    }
  }

  @Test
  void aNameWithAControlCharacterIsRefused() {
    Organiser organiser = newOrganiser("Control characters");
    post(organiser, organiser.key(), "gate\0", List.of("read"))
        .then()
        .statusCode(422)
        .body("message", equalTo("name: must not have control characters"));
    organiser
        .change(organiser.newEvent("Run"), Map.of("event_name", "Run\0"))
        .statusCode(422)
        .body("message", equalTo("event_name: must not have control characters"));
  }

  @Test
  void aPageBeyondEveryNumberIsEmpty() {
    as(OPERATOR_KEY)
        .get("/api/v1/admin/organisations?page_size=100&page=21474838")
        .then()
        .statusCode(200)
        .body("data.organisations.size()", equalTo(0));
    Organiser organiser = newOrganiser("Far pages");
    organiser
        .request()
        .get("/api/v1/ext/{org}/events?page_size=100&page=21474838", organiser.organisationId())
        .then()
        .statusCode(200)
        .body("data.events.size()", equalTo(0));
  }

  @Test
  void tenRequestsAtOnceCannotPassTheLimitOfTenKeys() throws Exception {
    Organiser organiser = newOrganiser("Ten keys");
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<Integer>> answers =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              post(organiser, organiser.key(), "k" + i, List.of("read"))
                                  .statusCode()))
              .toList();
      int created = 0;
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(200, 409);
        created += answer.get() == 200 ? 1 : 0;
      }
      assertThat(created).isEqualTo(9);
    }
    assertThat(listed(organiser).getList("data.keys")).hasSize(10);
  }

  @Test
  void onlyTheOperatorMakesOrganisationsAndSeesAllOfThem() {
    Organiser one = newOrganiser("One of many");
    newOrganiser("Another of many");

    one.request()
        .contentType("application/json")
        .body(Map.of("name", "Mine"))
        .post("/api/v1/admin/organisations")
        .then()
        .statusCode(403);
    assertThat(
            one.request()
                .get("/api/v1/admin/organisations")
                .jsonPath()
                .getList("data.organisations.organisation_id", Long.class))
        .containsExactly(one.organisationId());
    assertThat(namesOfAllOrganisations()).contains("One of many", "Another of many");
    as(OPERATOR_KEY)
        .contentType("application/json")
        .body(Map.of("name", " "))
        .post("/api/v1/admin/organisations")
        .then()
        .statusCode(422)
        .body("message", equalTo("name: must not be blank"));
  }

  /** Of the other tests, too: page by page. */
  private static List<String> namesOfAllOrganisations() {
    List<String> names = new ArrayList<>();
    JsonPath page;
    int number = 1;
    do {
      page =
          as(OPERATOR_KEY)
              .get("/api/v1/admin/organisations?page_size=100&page=" + number++)
              .jsonPath();
      names.addAll(page.getList("data.organisations.name"));
    } while (page.getBoolean("data.pagination.hasNextPage"));
    return names;
  }

  @Test
  void aWrongScopeIsNamed() {
    Organiser organiser = newOrganiser("Wrong scope");
    post(organiser, organiser.key(), "x", List.of("read", "write"))
        .then()
        .statusCode(422)
        .body("message", equalTo("scopes.1: must be read, ingest or admin"));
  }

  private static JsonPath listed(Organiser organiser) {
    return organiser.request().get(KEYS, organiser.organisationId()).jsonPath();
  }

  private static Response post(Organiser organiser, String key, String name, List<String> scopes) {
    return as(key)
        .contentType("application/json")
        .body(Map.of("name", name, "scopes", scopes))
        .post(KEYS, organiser.organisationId());
  }

  private static Response change(
      Organiser organiser, String key, long keyId, Map<String, ?> changes) {
    return as(key)
        .contentType("application/json")
        .body(changes)
        .patch(KEYS + "/{key}", organiser.organisationId(), keyId);
  }
}
