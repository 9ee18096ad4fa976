package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.testkit.ServiceEdge;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator sees of the running service. */
@QuarkusTest
class ServiceEdgeTest extends ServiceTest {
  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;

  @TestHTTPResource("/")
  URI service;

  @Test
  void readinessNamesEverythingItDependsOn() {
    storage.ensureBucket(buckets.originalsBucket());

    new ServiceEdge(service, peer)
        .walkReadiness(
            List.of(
                "Database connections health check",
                "object-storage",
                "models",
                "ffmpeg",
                "gRPC Server"));
  }

  @Test
  void itsDocumentIsServed() throws Exception {
    new ServiceEdge(service, peer).checkTitle("Recollect clipping-service");
  }

  @Test
  void bodiesThatAreReadAsAWholeAreSmall() {
    given()
        .contentType("application/json")
        .body("{\"bib\": \"" + "1".repeat(1 << 20) + "\"}")
        .post("/api/v1/ext/7/event/1/video-clipping/search-by-bib")
        .then()
        .statusCode(413)
        .body("message", equalTo("A body must say its length and have at most 1 MiB"));
  }
}
