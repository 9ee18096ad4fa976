package dev.recollect.launcher.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.Retry;
import dev.recollect.launcher.client.SuiteClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over the wire; a server that stores whatever comes stands where the suite would listen. */
@Timeout(120)
class IngestTest {
  private static final String PHOTOS = "/api/v1/admin/events/9/photos";

  private static final Retry TWICE = new Retry(2, Duration.ofMillis(1), Duration.ofMillis(1));

  @TempDir private Path folder;
  private final AtomicInteger lookUps = new AtomicInteger();
  private final List<Path> files = new ArrayList<>();
  private HttpServer server;
  private Runnable atLookUp = () -> {};
  private int lookUpsAnswered = Integer.MAX_VALUE;
  private final AtomicInteger uploads = new AtomicInteger();
  private ToIntFunction<String> statusOfUpload = body -> 200;
  private volatile boolean away;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PHOTOS + "/lookup", this::lookUp);
    server.createContext(PHOTOS, this::store);
    server.start();
    // Two more than a batch.
    for (int n = 10; n < 28; n++) {
      files.add(Files.writeString(folder.resolve(n + ".jpg"), "photo " + n));
    }
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void lookUp(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    lookUps.incrementAndGet();
    if (away) {
      exchange.close();
      return;
    }
    atLookUp.run();
    if (lookUps.get() > lookUpsAnswered) {
      answer(exchange, 403, new JsonObject().put("message", "The API key is not valid"));
    } else {
      answer(
          exchange,
          200,
          new JsonObject().put("data", new JsonObject().put("known", new JsonArray())));
    }
  }

  private void store(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    uploads.incrementAndGet();
    if (away) {
      exchange.close();
      return;
    }
    int status = statusOfUpload.applyAsInt(body);
    if (status != 200) {
      answer(exchange, status, new JsonObject().put("message", "status " + status));
      return;
    }
    JsonArray results = new JsonArray();
    for (int n = body.split("filename=", -1).length - 1; n > 0; n--) {
      results.add(new JsonObject().put("status", "stored"));
    }
    answer(exchange, 200, new JsonObject().put("data", new JsonObject().put("files", results)));
  }

  private static void answer(HttpExchange exchange, int status, JsonObject body)
      throws IOException {
    byte[] bytes = body.toBuffer().getBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private List<Outcome> ingest() throws Exception {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (Progress progress = new Progress("uploading", files.size())) {
      return new Ingest(new SuiteClient(base, "key"), 9, 1, TWICE).run(files, progress);
    }
  }

  @Test
  void whatWasDoneIsToldThoughTheSuiteRefusesTheRest() throws Exception {
    lookUpsAnswered = 1;

    List<Outcome> outcomes = ingest();

    assertThat(outcomes).hasSize(18);
    assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(16);
    assertThat(outcomes)
        .filteredOn(Outcome.Refused.class::isInstance)
        .containsExactly(
            new Outcome.Refused(files.get(16), "The API key is not valid"),
            new Outcome.Refused(files.get(17), "The API key is not valid"));
  }

  @Test
  void anEventThatTakesNothingIsAFailureOfItsOwn() {
    lookUpsAnswered = 0;

    assertThatThrownBy(this::ingest)
        .isInstanceOf(ApiException.class)
        .hasMessage("The API key is not valid");
  }

  @Test
  void aFileThatVanishesTakesNoOtherWithIt() throws Exception {
    Path vanishing = files.get(3);
    atLookUp = () -> vanishing.toFile().delete();

    List<Outcome> outcomes = ingest();

    assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(17);
    assertThat(outcomes)
        .filteredOn(Outcome.Failed.class::isInstance)
        .extracting(outcome -> ((Outcome.Failed) outcome).file())
        .containsExactly(vanishing);
  }

  @Test
  void nothingMoreIsTriedWhenTheSuiteGoesAwayBetweenLookUpAndUpload() throws Exception {
    atLookUp = () -> away = true;

    List<Outcome> outcomes = ingest();

    assertThat(outcomes).hasSize(18).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(uploads).as("the first batch, tried twice").hasValue(2);
    assertThat(lookUps).as("and one more, whether the suite is there").hasValue(2);
  }

  @Test
  void nothingMoreIsTriedWhenTheSuiteTakesNothing() throws Exception {
    statusOfUpload = body -> 503;

    List<Outcome> outcomes = ingest();

    assertThat(outcomes)
        .containsExactlyElementsOf(
            files.stream().map(file -> (Outcome) new Outcome.Failed(file, "status 503")).toList());
    assertThat(uploads).hasValue(2);
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void nothingMoreIsTriedWhenEveryFileOfABatchBreaksTheSuite() throws Exception {
    statusOfUpload = body -> 500;

    List<Outcome> outcomes = ingest();

    assertThat(outcomes).hasSize(18).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(uploads).as("twice together, then each once").hasValue(18);
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void aFileThatBreaksTheSuiteTakesNoOtherWithIt() throws Exception {
    statusOfUpload = body -> body.contains("photo 13") ? 500 : 200;

    List<Outcome> outcomes = ingest();

    assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(17);
    assertThat(outcomes)
        .filteredOn(Outcome.Failed.class::isInstance)
        .containsExactly(new Outcome.Failed(files.get(3), "status 500"));
    assertThat(uploads).as("twice together, then each once, then the other two").hasValue(19);
  }
}
