package dev.recollect.launcher.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.launcher.home.DataHome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over the wire; a server that says that it has done everything stands for the suite. */
@Timeout(120)
class DemoTest {
  private static final String EVENT = "/api/v1/admin/events/9";
  private static final String PUBLIC = "/api/v1/ext/3/event/9";
  private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
  private static final Pattern CLIPS = Pattern.compile("/video-clipping/([0-9a-f-]{36})");

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private DataHome home;
  private HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> made = new CopyOnWriteArrayList<>();
  private String refused = "none";

  @BeforeEach
  void open() throws IOException {
    home = new DataHome(folder, folder.resolve("home"));
    Path photos = Files.createDirectories(home.demo().resolve("photos"));
    // What is there is not made anew.
    for (int n = 1; n <= 6; n++) {
      Files.writeString(photos.resolve("demo-%d.jpg".formatted(n)), "photo " + n);
    }
    // The selfie is cut from it every time.
    Path samples = Files.createDirectories(home.models().resolve("samples"));
    ImageIO.write(
        new BufferedImage(1920, 1280, BufferedImage.TYPE_INT_RGB),
        "jpg",
        samples.resolve("sample3.jpg").toFile());
    Files.writeString(home.demo().resolve("video.mp4"), "video");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(PUBLIC)) {
      asked.add(request(exchange, path.substring(PUBLIC.length()), body));
    }
    if (path.startsWith("/api/v1/admin/organisations")) {
      made.add(exchange.getRequestMethod() + " " + path);
    }
    byte[] bytes = new JsonObject().put("data", data(path, body)).toBuffer().getBytes();
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What a request to the event API asks for, and with which key. */
  private static String request(HttpExchange exchange, String path, String body) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    boolean json = "application/json".equals(type);
    String fields =
        NAME.matcher(body).results().map(name -> name.group(1)).collect(Collectors.joining(" "));
    return "%s %s %s %s"
        .formatted(
            exchange.getRequestHeaders().getFirst("X-API-Key"),
            exchange.getRequestMethod(),
            path,
            json ? body : fields)
        .strip();
  }

  private JsonObject data(String path, String body) {
    return switch (path) {
      case "/api/v1/admin/organisations" -> new JsonObject().put("organisation_id", 3);
      case "/api/v1/admin/organisations/3/events" -> new JsonObject().put("event_id", 9);
      case "/api/v1/admin/organisations/3/keys" -> new JsonObject().put("key", "rk_demo");
      case EVENT + "/photos/lookup" -> new JsonObject().put("known", new JsonArray());
      case EVENT + "/photos" -> new JsonObject().put("files", verdicts(body));
      case EVENT + "/progress" ->
          new JsonObject().put("photos", 6).put("shown", 6).put("dead", 0).put("pending", 0);
      case EVENT + "/index" ->
          new JsonObject().put("indexed", 6).put("total", 6).put("failed", 0).put("pending", 0);
      case EVENT + "/videos" ->
          new JsonObject()
              .put("videos", new JsonArray().add(new JsonObject().put("state", "accepted")));
      case EVENT + "/analysis" ->
          new JsonObject()
              .put("progress_percent", 100.0)
              .put("failed", 0)
              .put("pending", 0)
              .put("total", 1);
      case PUBLIC + "/images" ->
          new JsonObject().put("pagination", new JsonObject().put("total", 6));
      default -> new JsonObject();
    };
  }

  /** Of each file of a form, in its order. */
  private JsonArray verdicts(String body) {
    JsonArray verdicts = new JsonArray();
    for (String part : body.split("filename=", -1)) {
      if (part.startsWith("\"" + refused)) {
        verdicts.add(new JsonObject().put("status", "refused").put("reason", "It is cut off."));
      } else if (part.startsWith("\"")) {
        verdicts.add(new JsonObject().put("status", "stored"));
      }
    }
    return verdicts;
  }

  private boolean run(Optional<Path> more) throws Exception {
    URI frontDoor = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Demo(home, frontDoor, new PrintStream(said, true, UTF_8)).run(more);
  }

  private static List<String> examples(String output) {
    return output.lines().filter(each -> each.startsWith("curl")).toList();
  }

  @Test
  void anEventWithAllItsPhotosIsComplete() throws Exception {
    assertThat(run(Optional.empty())).isTrue();

    assertThat(said.toString(UTF_8))
        .contains("6 stored, 0 there already, 0 refused, 0 failed")
        .contains("Recollect is ready")
        .doesNotContain("could not be stored");
  }

  @Test
  void aSecondRunFindsTheEventOfTheFirst() throws Exception {
    run(Optional.empty());
    String first = said.toString(UTF_8);
    said.reset();

    assertThat(run(Optional.empty())).isTrue();

    assertThat(made)
        .containsExactly(
            "POST /api/v1/admin/organisations",
            "POST /api/v1/admin/organisations/3/events",
            "POST /api/v1/admin/organisations/3/keys");
    assertThat(examples(said.toString(UTF_8)).getFirst())
        .isEqualTo(examples(first).getFirst())
        .contains("rk_demo");
  }

  @Test
  void aPhotoOfTheDemoThatIsRefusedIsTold() throws Exception {
    refused = "demo-4.jpg";

    assertThat(run(Optional.empty())).isFalse();

    assertThat(said.toString(UTF_8))
        .contains("refused  demo-4.jpg: It is cut off.")
        .contains("Recollect is ready")
        .endsWith("1 photos could not be stored; the reasons are above\n");
  }

  @Test
  void aPhotoOfOnesOwnThatIsRefusedIsToldToo() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("mine.jpg"), "mine");
    refused = "mine.jpg";

    assertThat(run(Optional.of(own))).isFalse();

    assertThat(said.toString(UTF_8))
        .contains("refused  mine.jpg: It is cut off.")
        .endsWith("1 photos could not be stored; the reasons are above\n");
  }

  @Test
  void theExamplesWorkWhenPasted() throws Exception {
    run(Optional.empty());
    asked.clear();

    List<String> printed = examples(said.toString(UTF_8));
    for (String line : printed) {
      // Not as the account that runs the tests may have set it up.
      Process shell =
          new ProcessBuilder("bash", "-c", line.replaceFirst("curl", "curl -q --fail"))
              .redirectErrorStream(true)
              .start();
      String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
      assertThat(shell.waitFor()).as(line + "\n" + output).isZero();
    }

    String search = CLIPS.matcher(printed.getLast()).results().findFirst().orElseThrow().group(1);
    assertThat(asked)
        .containsExactly(
            "rk_demo GET /images",
            "rk_demo GET /bibs/1042",
            "rk_demo POST /faces selfie",
            "rk_demo GET /timeline/days",
            "rk_demo POST /original-photos {\"method\":\"bib\",\"identifier\":\"1042\"}",
            "rk_demo POST /video-clipping/search-by-selfie selfie request_id",
            "rk_demo GET /video-clipping/" + search);
  }
}
