package dev.recollect.search.inference;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.JobsConfig;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.vision.pool.InferencePool;
import dev.recollect.vision.pool.InferencePriority;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InferenceQueueTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Inference inference;
  @Inject InferenceConfig config;
  @Inject MeterRegistry metrics;
  @Inject Database database;
  @Inject JobsConfig jobs;

  private ValidatableResponse search(long event, String key, UUID requestId) {
    return search(event, key, requestId, TestPhotos.portrait(0, 0));
  }

  private static ValidatableResponse search(long event, String key, UUID requestId, byte[] selfie) {
    return given()
        .header("X-API-Key", key)
        .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
        .post("/api/v1/ext/7/event/" + event + "/faces?request_id=" + requestId)
        .then();
  }

  /** Takes places until they are released. */
  private List<Future<Boolean>> hold(int places, ExecutorService callers, CountDownLatch released) {
    List<Future<Boolean>> holding = new ArrayList<>();
    for (int n = 0; n < places; n++) {
      holding.add(
          callers.submit(
              () ->
                  inference.run(
                      InferencePriority.INTERACTIVE,
                      Duration.ofMinutes(5),
                      () -> released.await(5, TimeUnit.MINUTES))));
    }
    awaitLoad(places);
    return holding;
  }

  private void awaitLoad(int places) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                metrics
                        .get("recollect.search.inference.load")
                        .tag("priority", "interactive")
                        .gauge()
                        .value()
                    == places);
  }

  @Test
  void aSelfieIsReadWhenItsTurnComes() throws Exception {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    byte[] none = ("not an image " + UUID.randomUUID()).getBytes(UTF_8);
    int threads = InferenceConfig.workers(config);
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      hold(threads, callers, released);
      try {
        Future<ValidatableResponse> answer =
            callers.submit(() -> search(event, key, UUID.randomUUID(), none));
        awaitLoad(threads + 1);
        Files.write(uploaded(none), TestPhotos.portrait(0, 0));
        released.countDown();

        answer.get().statusCode(200);
      } finally {
        released.countDown();
      }
    }
  }

  /** Where an upload lies that has not been answered yet. */
  private static Path uploaded(byte[] content) throws IOException {
    Path folder =
        ConfigProvider.getConfig().getValue("quarkus.http.body.uploads-directory", Path.class);
    assertThat(Path.of(folder + ".lock")).as("what keeps others from removing it").exists();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Arrays.equals(Files.readAllBytes(file), content)) {
          return file;
        }
      }
    }
    throw new AssertionError("no upload has this content");
  }

  @Test
  void aSearchThatOutlivesItsClaimAndTheOneThatTookItOverGiveTheSameAnswer() throws Exception {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    UUID requestId = UUID.randomUUID();
    int threads = InferenceConfig.workers(config);
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      hold(threads, callers, released);
      try {
        Future<ValidatableResponse> one =
            callers.submit(() -> search(event, key, requestId, TestPhotos.portrait(0, 0)));
        awaitLoad(threads + 1);
        int claims =
            database.read(
                connection ->
                    Sql.of(
                            """
                            update face_search_claim set claimed_until = now() - interval '1 s'
                             where request_id = ?
                            """,
                            requestId)
                        .update(connection));
        assertThat(claims).isEqualTo(1);
        Future<ValidatableResponse> other =
            callers.submit(() -> search(event, key, requestId, TestPhotos.group(0, 1, 2)));
        awaitLoad(threads + 2);
        released.countDown();

        String answer = one.get().statusCode(200).extract().path("message");
        other.get().statusCode(200).body("message", equalTo(answer));
        search(event, key, requestId).statusCode(200).body("message", equalTo(answer));
      } finally {
        released.countDown();
      }
    }
  }

  @Test
  void aSelfieThatFindsNoPlaceIsToldToComeBackAndIsServedThen() throws Exception {
    long event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
    String key = peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ);
    UUID requestId = UUID.randomUUID();
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> holding = hold(config.queue(), callers, released);
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

  @Test
  void aPhotoWhoseTurnDoesNotComeIsPutOffAndOneThatTakesTooLongIsNot() throws Exception {
    int threads = InferenceConfig.workers(config);
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      hold(threads, callers, released);
      try {
        assertThatThrownBy(() -> inference.index(Duration.ofMillis(1), () -> true))
            .isInstanceOfSatisfying(
                RecollectException.class,
                busy -> assertThat(busy.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      } finally {
        released.countDown();
      }
    }
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    try {
      assertThatThrownBy(
              () ->
                  inference.index(
                      Duration.ofSeconds(2),
                      () -> {
                        begun.countDown();
                        return stuck.await(5, TimeUnit.MINUTES);
                      }))
          .isInstanceOf(TimeoutException.class);
      assertThat(begun.getCount()).isZero();
    } finally {
      stuck.countDown();
    }
  }

  /** The pool of a service of its own, which is closed under a photo that waits. */
  @Test
  void whatWaitsWhenTheServiceStopsIsToldSo() throws Exception {
    InferencePool closing = new InferencePool(1, 2, Duration.ofMinutes(1), () -> {}, () -> {});
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    var running =
        closing.submit(
            InferencePriority.INDEX,
            () -> {
              begun.countDown();
              return released.await(5, TimeUnit.MINUTES);
            });
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    var waiting = closing.submit(InferencePriority.INDEX, () -> true);

    closing.close();

    assertThatThrownBy(() -> Inference.result(waiting, Duration.ofMinutes(1)))
        .isInstanceOf(RecollectException.class)
        .hasMessage("The service is stopping");
    released.countDown();
    assertThat(running).isDone();
  }

  @Test
  void neitherIndexingNorPropagationTakesEveryJobThread() {
    assertThat(jobs.limits()).isEqualTo(Map.of("index", 3, "propagation", 1));
    assertThat(jobs.threads()).isGreaterThan(3 + 1);
  }
}
