package dev.recollect.search;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.search.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator sees of the running service. */
@QuarkusTest
class ServiceEdgeTest extends ServiceTest {
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  @Test
  void readinessNamesEverythingItDependsOn() {
    storage.ensureBucket(buckets.originalsBucket());
    Map<String, String> checks =
        Map.of(
            "Database connections health check", "UP",
            "object-storage", "UP",
            "models", "UP",
            "peers", "UP",
            "gRPC Server", "UP");
    awaitReadiness(200, checks);

    peer.setAway(true);
    try {
      Map<String, String> alone = new HashMap<>(checks);
      alone.put("peers", "DOWN");
      awaitReadiness(503, alone);
    } finally {
      peer.setAway(false);
    }
    awaitReadiness(200, checks);
  }

  /** The first call of a peer loads much and may take longer than readiness waits. */
  private static void awaitReadiness(int status, Map<String, String> checks) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              Response answer = given().get("/q/health/ready");
              assertThat(
                      answer.jsonPath().<Map<String, Object>>getList("checks").stream()
                          .collect(toMap(check -> check.get("name"), check -> check.get("status"))))
                  .isEqualTo(checks);
              assertThat(answer.statusCode()).isEqualTo(status);
              assertThat(answer.jsonPath().getString("status"))
                  .isEqualTo(status == 200 ? "UP" : "DOWN");
            });
  }

  @Test
  void itsDocumentIsServed() {
    given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Recollect search-service"));
  }
}
