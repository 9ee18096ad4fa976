package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database goes away under the running service, with every connection, and comes back. */
@QuarkusTest
class DatabaseOutageTest extends ServiceTest {
  private static final String DOWN = "The database does not answer; try again shortly";

  @Inject Gallery gallery;

  private long event;
  private UUID photo;
  private String key;

  @BeforeEach
  void fill() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    photo = gallery.indexed(event, null);
    gallery.read(event, photo, Gallery.reading("77", .95));
    key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
  }

  private Response bibs() {
    return given().header("X-API-Key", key).get("/api/v1/ext/7/event/" + event + "/bibs/77");
  }

  private Response selfie(UUID requestId) {
    return given()
        .header("X-API-Key", key)
        .multiPart("selfie", "selfie.jpg", TestPhotos.portrait(0, 0), "image/jpeg")
        .post("/api/v1/ext/7/event/" + event + "/faces?request_id=" + requestId);
  }

  private static void isDown(Response answer) {
    answer
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("responseType", equalTo("error"))
        .body("message", equalTo(DOWN))
        .body("data", nullValue());
  }

  @Test
  void searchesAreToldSoAndWorkAgainAfterwards() throws SQLException {
    UUID requestId = UUID.randomUUID();
    // The test's own database, from another one of the same server.
    TestServers servers = TestServers.get();
    String database = servers.jdbcUrl().replaceAll("^jdbc:postgresql://[^/]+/([^?]*).*", "$1");
    try (Connection administrator =
            DriverManager.getConnection(
                servers.withNewDatabase().jdbcUrl(), servers.user(), servers.password());
        Statement statement = administrator.createStatement()) {
      statement.execute("alter database " + database + " allow_connections false");
      try {
        statement.execute(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '"
                + database
                + "'");

        isDown(bibs());
        isDown(selfie(requestId));
        isDown(bibs());
      } finally {
        statement.execute("alter database " + database + " allow_connections true");
      }
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                bibs()
                    .then()
                    .statusCode(200)
                    .body("data.images[0].image_id", equalTo(photo.toString())));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> selfie(requestId).then().statusCode(200));
    selfie(requestId)
        .then()
        .statusCode(200)
        .body("data.request_id", equalTo(requestId.toString()))
        .body("data.pagination.total", equalTo(0));
  }
}
