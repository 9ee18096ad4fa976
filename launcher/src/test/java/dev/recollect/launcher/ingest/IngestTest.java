package dev.recollect.launcher.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over the wire; a server that stores whatever comes stands where the suite would listen. */
@Timeout(120)
class IngestTest {
  private static final String PHOTOS = "/api/v1/admin/events/9/photos";

  @TempDir private Path folder;
  private final AtomicInteger lookUps = new AtomicInteger();
  private final List<Path> files = new ArrayList<>();
  private HttpServer server;
  private Runnable atLookUp = () -> {};
  private int lookUpsAnswered = Integer.MAX_VALUE;

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
    atLookUp.run();
    if (lookUps.incrementAndGet() > lookUpsAnswered) {
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
      return new Ingest(new SuiteClient(base, "key"), 9, 1).run(files, progress);
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
}
