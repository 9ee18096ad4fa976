package dev.recollect.clipping.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.recollect.clipping.inference.Inference;
import dev.recollect.clipping.inference.InferenceConfig;
import dev.recollect.video.TestVideos;
import dev.recollect.vision.pool.InferencePriority;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Pictures that are sent as selfies. */
@QuarkusTest
class ClipSelfieTest extends ClipSearchFixture {
  @Inject Inference inference;
  @Inject InferenceConfig inferenceSettings;
  @Inject MeterRegistry metrics;

  @Test
  void whatIsNoSelfieIsRefusedBeforeAnyWork() {
    byte[] text = "not a picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    caller()
        .multiPart("selfie", "selfie.jpg", text, "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", startsWith("The selfie cannot be used: "))
        .body("data", nullValue());
    caller()
        .multiPart("selfie", "selfie.jpg", new byte[0], "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", equalTo("The selfie file is empty"));
    caller()
        .multiPart("note", "nothing")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", equalTo("Send a selfie or the request_id of an earlier face search"));
    caller()
        .multiPart("request_id", "no-uuid")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(422)
        .body("message", equalTo("request_id: must be a UUID"));
    post(UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("message", equalTo("No face search has this request_id"));
    caller()
        .queryParam("request_id", UUID.randomUUID())
        .post(path("search-by-selfie"))
        .then()
        .statusCode(404);
    caller().get(path("no-uuid")).then().statusCode(422);
    caller().get(path(UUID.randomUUID().toString())).then().statusCode(404);
  }

  @Test
  void aSelfieIsReadWhenItsTurnComes() throws Exception {
    byte[] none = ("not an image " + UUID.randomUUID()).getBytes(UTF_8);
    int threads = inferenceSettings.threads().orElse(Runtime.getRuntime().availableProcessors());
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < threads; n++) {
        callers.submit(
            () ->
                inference.run(
                    InferencePriority.INTERACTIVE,
                    Duration.ofMinutes(5),
                    () -> released.await(5, TimeUnit.MINUTES)));
      }
      try {
        awaitLoad(threads);
        Future<ValidatableResponse> answer =
            callers.submit(
                () ->
                    caller()
                        .multiPart("selfie", "selfie.jpg", none, "image/jpeg")
                        .post(path("search-by-selfie"))
                        .then());
        awaitLoad(threads + 1);
        Files.copy(grey(), uploaded(none), StandardCopyOption.REPLACE_EXISTING);
        released.countDown();

        answer.get().statusCode(400).body("message", startsWith("No face was found in the selfie"));
      } finally {
        released.countDown();
      }
    }
  }

  private void awaitLoad(int places) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                metrics
                        .get("recollect.clipping.inference.load")
                        .tag("priority", "interactive")
                        .gauge()
                        .value()
                    == places);
  }

  /** Where an upload lies that has not been answered yet. */
  private static Path uploaded(byte[] content) throws IOException {
    Path folder =
        ConfigProvider.getConfig().getValue("quarkus.http.body.uploads-directory", Path.class);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Arrays.equals(Files.readAllBytes(file), content)) {
          return file;
        }
      }
    }
    throw new AssertionError("no upload has this content");
  }

  private static Path grey() {
    return TestVideos.make(
        "grey.jpg", "-f", "lavfi", "-i", "color=gray:size=640x480", "-frames:v", "1");
  }

  @Test
  void aPictureWithoutAFaceIsRefused() {
    caller()
        .multiPart("selfie", grey().toFile(), "image/jpeg")
        .post(path("search-by-selfie"))
        .then()
        .statusCode(400)
        .body("message", startsWith("No face was found in the selfie"));
  }
}
