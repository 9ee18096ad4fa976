package dev.recollect.launcher.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.launcher.client.SuiteClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over the wire; a server that refuses whatever is not called good stands for the suite. */
@Timeout(120)
class FolderUploadTest {
  private static final String PHOTOS = "/api/v1/admin/events/9/photos";
  private static final Pattern NAME = Pattern.compile("filename=\"([^\"]*)\"");

  @TempDir private Path folder;
  @TempDir private Path home;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        PHOTOS + "/lookup", exchange -> answer(exchange, "known", new JsonArray()));
    server.createContext(PHOTOS, exchange -> answer(exchange, "files", verdicts(exchange)));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private static JsonArray verdicts(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    List<JsonObject> verdicts =
        NAME.matcher(body)
            .results()
            .map((MatchResult name) -> name.group(1))
            .map(
                name ->
                    name.startsWith("good")
                        ? new JsonObject().put("status", "stored")
                        : new JsonObject()
                            .put("status", "refused")
                            .put("reason", name + " is no photo"))
            .toList();
    return new JsonArray(verdicts);
  }

  private static void answer(HttpExchange exchange, String name, JsonArray value)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes =
        new JsonObject().put("data", new JsonObject().put(name, value)).toBuffer().getBytes();
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private FolderUpload.Summary upload() throws Exception {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new FolderUpload(
            new SuiteClient(base, "key"),
            1,
            home.resolve("logs"),
            new PrintStream(said, true, UTF_8))
        .run(folder, 9);
  }

  private void write(String name, int from, int to) throws IOException {
    for (int n = from; n < to; n++) {
      Files.writeString(folder.resolve("%s-%03d.jpg".formatted(name, n)), name + n);
    }
  }

  @Test
  void everyPhotoThatIsNotTakenIsToldHoweverManyThereAre() throws Exception {
    write("bad", 0, 60);
    write("good", 0, 2);
    Files.createSymbolicLink(folder.resolve("gone.jpg"), home.resolve("nothing.jpg"));

    FolderUpload.Summary summary = upload();

    assertThat(summary).isEqualTo(new FolderUpload.Summary(2, 0, 60, 1));
    assertThat(summary.complete()).isFalse();
    List<String> refused =
        IntStream.range(0, 60)
            .mapToObj("refused  bad-%1$03d.jpg: bad-%1$03d.jpg is no photo"::formatted)
            .toList();
    Path list = home.resolve("logs/ingest-event-9.txt");
    assertThat(list).content().startsWith(String.join("\n", refused) + "\n");
    assertThat(Files.readAllLines(list))
        .hasSize(61)
        .last()
        .isEqualTo("failed   gone.jpg: is a link to nothing");
    assertThat(said.toString(UTF_8).lines().toList())
        .startsWith("2 stored, 0 there already, 60 refused, 1 failed")
        .containsSubsequence("  " + refused.get(0), "  " + refused.get(49))
        .endsWith("  and 11 more; all 61 are in " + list)
        .hasSize(52);
  }

  @Test
  void aFewAreToldWithoutAFile() throws Exception {
    write("bad", 0, 50);

    assertThat(upload()).isEqualTo(new FolderUpload.Summary(0, 0, 50, 0));

    assertThat(said.toString(UTF_8).lines().toList())
        .hasSize(51)
        .endsWith("  refused  bad-049.jpg: bad-049.jpg is no photo");
    assertThat(home.resolve("logs")).doesNotExist();
  }
}
