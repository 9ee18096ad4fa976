package dev.recollect.search.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.vision.pool.InferencePriority;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InferenceQueueTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Inference inference;
  @Inject InferenceConfig config;
  @Inject MeterRegistry metrics;

  private ValidatableResponse search(long event, String key, UUID requestId) {
    return given()
        .header("X-API-Key", key)
        .multiPart("selfie", "selfie.jpg", TestPhotos.portrait(0, 0), "image/jpeg")
        .post("/api/v1/ext/7/event/" + event + "/faces?request_id=" + requestId)
        .then();
  }

  @Test
  void aSelfieThatFindsNoPlaceIsToldToComeBackAndIsServedThen() throws Exception {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    UUID requestId = UUID.randomUUID();
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> holding = new ArrayList<>();
      for (int n = 0; n < config.queue(); n++) {
        holding.add(
            callers.submit(
                () ->
                    inference.run(
                        InferencePriority.INTERACTIVE,
                        Duration.ofMinutes(2),
                        () -> released.await(2, TimeUnit.MINUTES))));
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  metrics
                          .get("recollect.search.inference.load")
                          .tag("priority", "interactive")
                          .gauge()
                          .value()
                      == config.queue());
      try {
        search(event, key, requestId)
            .statusCode(503)
            .header("Retry-After", equalTo("2"))
            .body("responseType", equalTo("error"))
            .body("message", equalTo("Too many selfie searches are under way; try again shortly"))
            .body("data", nullValue());
      } finally {
        released.countDown();
      }
      for (Future<Boolean> held : holding) {
        assertThat(held.get()).isTrue();
      }
    }

    search(event, key, requestId)
        .statusCode(200)
        .body("data.request_id", equalTo(requestId.toString()));
  }
}
