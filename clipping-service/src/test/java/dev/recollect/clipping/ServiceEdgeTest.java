package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What an operator sees of the running service. */
@QuarkusTest
class ServiceEdgeTest extends ServiceTest {
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  @Test
  void readinessNamesEverythingItDependsOn() {
    storage.ensureBucket(buckets.originalsBucket());
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body(
            "checks.name",
            hasItems("Database connections health check", "object-storage", "models", "ffmpeg"));
  }

  @Test
  void itsDocumentIsServed() {
    given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Recollect clipping-service"));
  }
}
