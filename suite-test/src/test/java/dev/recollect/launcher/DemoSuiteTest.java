package dev.recollect.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.recollect.embedded.FileTree;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.RunningSuite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The whole suite as {@code ./recollect demo} starts it in a terminal, with free ports and a
 * cheaper look at the video, but nothing else set; the last test ends it.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(600)
class DemoSuiteTest {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));
  private static final Path MODELS =
      Path.of(
          Optional.ofNullable(System.getenv("RECOLLECT_MODELS_DIR"))
              .orElse(ROOT.resolve(".recollect/models").toString()));
  private static final DataHome HOME = new DataHome(ROOT, ROOT.resolve("target/demo-test/home"));
  private static final List<String> PORT_SETTINGS =
      List.of(
          "front-door",
          "postgres",
          "storage",
          "photos-service",
          "search-service",
          "clipping-service",
          "download-service");
  private static final List<Integer> PORTS =
      PORT_SETTINGS.stream().map(setting -> LoopbackPort.free()).toList();
  private static final URI URL = URI.create("http://127.0.0.1:" + PORTS.getFirst());
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  /** The longest that a stop takes, as docs/operations.md says. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

  /** Well below the two minutes that the launcher gives one service that waits for another. */
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(75);

  private static final List<String> OUTPUT = new CopyOnWriteArrayList<>();
  private static Process launcher;

  @BeforeAll
  static void startTheDemo() throws IOException {
    FileTree.delete(HOME.home());
    Files.createDirectories(HOME.home());
    Files.createSymbolicLink(HOME.models(), MODELS);
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < PORTS.size(); i++) {
      settings.add("recollect.%s.port=%d".formatted(PORT_SETTINGS.get(i), PORTS.get(i)));
    }
    Files.write(HOME.settings(), settings);
    Files.write(
        HOME.serviceSettings("clipping-service"),
        List.of("recollect.analysis.pictures-per-second=1", "recollect.video-bibs.enabled=false"));
    // As a shell starts what it runs in a terminal: a process group of its own, which Ctrl-C
    // reaches, and none that ignores it.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
    command.addAll(CommandRun.command(HOME.home(), "demo"));
    launcher = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofVirtual().start(DemoSuiteTest::listen);
    await().atMost(START_LIMIT).until(() -> said("Ctrl-C stops everything") || !launcher.isAlive());
    assertThat(launcher.isAlive()).as(String.join("\n", OUTPUT)).isTrue();
  }

  private static void listen() {
    try (BufferedReader reader = launcher.inputReader()) {
      reader.lines().forEach(OUTPUT::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean said(String start) {
    return OUTPUT.stream().anyMatch(line -> line.startsWith(start));
  }

  @AfterAll
  static void endWhatIsLeft() throws InterruptedException {
    launcher.destroyForcibly().waitFor();
  }

  @Test
  @Order(1)
  void nothingListensBeyondThisMachine() throws IOException {
    List<Long> pids =
        Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
            .map(ProcessHandle::pid)
            .toList();

    List<ListeningSocket> sockets = ListeningSocket.of(pids, PORTS);

    assertThat(sockets).extracting(ListeningSocket::port).containsAll(PORTS);
    assertThat(sockets).allMatch(socket -> socket.address().isLoopbackAddress());
  }

  @Test
  @Order(2)
  void theLinesItPrintsFindPhotos() throws Exception {
    assertThat(data(printedBelow("# gallery")).getJsonArray("images"))
        .hasSize(6)
        .allMatch(image -> ((JsonObject) image).getString("img_url").startsWith(URL + "/imgs/"));
    assertThat(data(printedBelow("# by bib number")).getJsonArray("images")).hasSize(2);
    assertThat(data(printedBelow("# by selfie")).getJsonArray("images")).isNotEmpty();
    assertThat(data(printedBelow("# timeline")).getJsonArray("days")).isNotEmpty();
  }

  @Test
  @Order(3)
  void theLinesItPrintsGiveTheOriginalBytes() throws Exception {
    JsonObject found = data(printedBelow("# originals"));

    assertThat(found.getInteger("successful_count")).isEqualTo(2);
    for (Object each : found.getJsonArray("presigned_urls")) {
      JsonObject item = (JsonObject) each;
      assertThat(bytes(item.getString("url")))
          .isEqualTo(
              Files.readAllBytes(
                  HOME.demo().resolve("photos").resolve(item.getString("filename"))));
    }
  }

  @Test
  @Order(4)
  void theLinesItPrintsCutClips() throws Exception {
    assertThat(data(printedBelow("# clips")).getString("status")).isEqualTo("processing");
    String poll = OUTPUT.get(OUTPUT.indexOf(printedBelow("# clips")) + 1);

    JsonObject search =
        await()
            .atMost(START_LIMIT)
            .until(() -> data(poll), answer -> !"processing".equals(answer.getString("status")));

    assertThat(search.getString("status")).as(search.encode()).isEqualTo("completed");
    JsonArray clips = search.getJsonArray("videos");
    assertThat(clips).isNotEmpty();
    String url = clips.getJsonObject(0).getString("video_url");
    assertThat(url).startsWith(URL + "/vids/");
    assertThat(new String(bytes(url), 4, 4, UTF_8)).as("start of an MP4 file").isEqualTo("ftyp");
  }

  @Test
  @Order(5)
  void servicesThatDieTogetherAreBackTogether() throws Exception {
    // The first is not ready without the second.
    List<String> services = List.of("search-service", "photos-service");
    Map<String, Long> before = new LinkedHashMap<>();
    for (String service : services) {
      before.put(service, PartProcesses.pid(HOME, service).orElseThrow());
    }

    before.values().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

    await()
        .atMost(RESTART_LIMIT)
        .untilAsserted(
            () -> {
              for (String service : services) {
                assertThat(PartProcesses.pid(HOME, service))
                    .as(service)
                    .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(before.get(service)));
              }
              assertThat(new RunningSuite(HOME).parts()).allMatch(RunningSuite.PartStatus::healthy);
            });
  }

  @Test
  @Order(6)
  void controlCStopsEverythingInOrderWithinSeconds() throws Exception {
    List<Long> children = launcher.descendants().map(ProcessHandle::pid).toList();
    assertThat(children).hasSizeGreaterThan(5);

    // To the foreground process group, as a terminal sends it.
    assertThat(shell("kill -INT -- -" + launcher.pid()).status()).isZero();

    assertThat(launcher.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).as("as of a program that SIGINT ended").isEqualTo(128 + 2);
    assertThat(children).noneMatch(CommandRun::runs);
    for (int port : PORTS) {
      assertThatCode(() -> LoopbackPort.requireFree("", port)).doesNotThrowAnyException();
    }
    await().untilAsserted(() -> assertThat(OUTPUT.getLast()).isEqualTo("stopping"));
    for (String service : PORT_SETTINGS.subList(3, PORT_SETTINGS.size())) {
      assertThat(HOME.log(service)).content().contains(service + " stopped in");
    }
    assertThat(HOME.log("postgresql")).content().contains("database system is shut down");
    assertThat(HOME.state()).doesNotExist();
  }

  /** The first command below the comment. */
  private static String printedBelow(String comment) {
    return OUTPUT.stream()
        .dropWhile(line -> !line.startsWith(comment))
        .skip(1)
        .findFirst()
        .orElseThrow();
  }

  /** Of a command line that asks the suite: what the envelope of the answer holds. */
  private static JsonObject data(String line) throws IOException, InterruptedException {
    CommandRun run = shell(line);
    assertThat(run.status()).as(line).isZero();
    JsonObject envelope = new JsonObject(run.output());
    assertThat(envelope.getJsonObject("data")).as(run.output()).isNotNull();
    return envelope.getJsonObject("data");
  }

  private static CommandRun shell(String line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new CommandRun(process.waitFor(), output);
  }

  private static byte[] bytes(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return in.readAllBytes();
    }
  }
}
