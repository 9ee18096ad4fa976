package dev.recollect.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.embedded.FileTree;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.suite.RunningSuite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes: PostgreSQL, object storage, photos-service, launcher. The other services are said
 * to run elsewhere, namely where photos-service does, which keeps the test short; search-service
 * comes and goes for one test. The front door listens on another address than the rest. The tests
 * build on each other.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(600)
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));
  private static final Path FOLDER = ROOT.resolve("target/launcher-test");
  private static final Path MODELS =
      Path.of(
          Optional.ofNullable(System.getenv("RECOLLECT_MODELS_DIR"))
              .orElse(ROOT.resolve(".recollect/models").toString()));
  private static final DataHome HOME = new DataHome(ROOT, FOLDER.resolve("home"));
  private static final int FRONT_DOOR = LoopbackPort.free();
  private static final int POSTGRES = LoopbackPort.free();
  private static final int STORAGE = LoopbackPort.free();
  private static final int PHOTOS = LoopbackPort.free();
  private static final URI URL = URI.create("http://127.0.0.2:" + FRONT_DOOR);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The longest that a stop takes, as docs/operations.md says. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

  private static long organisation;
  private static long event;

  @TempDir private Path photos;

  @BeforeAll
  static void writeSettings() throws IOException {
    FileTree.delete(FOLDER);
    Files.createDirectories(HOME.home());
    Files.writeString(HOME.settings(), settings(FRONT_DOOR, POSTGRES, STORAGE, PHOTOS));
  }

  private static String settings(int frontDoor, int postgres, int storage, int photosPort) {
    return """
        recollect.front-door.host=127.0.0.2
        recollect.front-door.port=%d
        recollect.postgres.port=%d
        recollect.storage.port=%d
        recollect.photos-service.port=%d
        recollect.search-service.url=http://127.0.0.1:%d
        recollect.clipping-service.url=http://127.0.0.1:%d
        recollect.download-service.url=http://127.0.0.1:%d
        """
        .formatted(frontDoor, postgres, storage, photosPort, photosPort, photosPort, photosPort);
  }

  @AfterAll
  static void stopWhatIsLeft() throws InterruptedException {
    new RunningSuite(HOME).stop(LIMIT);
  }

  @Test
  @Order(1)
  void aTakenPortIsNamedBeforeAnythingIsStarted() throws Exception {
    Path home = FOLDER.resolve("taken");
    Files.createDirectories(home);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          home.resolve("recollect.properties"),
          settings(
              LoopbackPort.free(), LoopbackPort.free(), LoopbackPort.free(), other.getLocalPort()));

      CommandRun up = CommandRun.of(home, "up");

      assertThat(up.status()).isEqualTo(1);
      assertThat(up.output())
          .contains(
              "port %d (photos-service) is taken by another program"
                  .formatted(other.getLocalPort()))
          .contains("recollect.photos-service.port in " + home.resolve("recollect.properties"));
      assertThat(home.resolve("postgres")).doesNotExist();
      assertThat(CommandRun.of(home, "status")).isEqualTo(new CommandRun(3, "not running\n"));
    }
  }

  @Test
  @Order(2)
  void upStartsEverythingInOrderAndStaysInTheBackground() throws Exception {
    CommandRun up = CommandRun.of(HOME.home(), "up");

    assertThat(up.status()).as(up.output()).isZero();
    assertThat(up.output().lines().map(line -> line.split(" ", 2)[0]))
        .containsSubsequence(
            "object-storage", "photos-service", "search-service", "front-door", "everything")
        .containsSubsequence("photos-service", "clipping-service", "front-door")
        .containsSubsequence("postgresql", "photos-service", "download-service", "front-door");
    assertThat(CommandRun.of(HOME.home(), "up").output())
        .isEqualTo("already running at " + URL + "\n");
    CommandRun status = CommandRun.of(HOME.home(), "status");
    assertThat(status.status()).as(status.output()).isZero();
    assertThat(status.output().lines().skip(1))
        .hasSize(7)
        .allMatch(line -> line.contains(" up "))
        .anyMatch(
            line -> line.matches("postgresql +127\\.0\\.0\\.1:\\d+ +up +\\d+ MB +0:\\d\\d:\\d\\d"));
    assertThat(CommandRun.of(HOME.home(), "logs", "launcher", "-n", "1").output())
        .startsWith("launcher         | everything         ready at " + URL);
  }

  @Test
  @Order(3)
  void aFolderIsUploadedOnceAndRefusalsAreTold() throws Exception {
    organisation =
        operator()
            .post("/api/v1/admin/organisations", new JsonObject().put("name", "Runners"))
            .getLong("organisation_id");
    event =
        operator()
            .post(
                "/api/v1/admin/organisations/%d/events".formatted(organisation),
                new JsonObject().put("event_name", "Run").put("event_date", "2026-06-14T09:00:00"))
            .getLong("event_id");
    Files.createDirectories(photos.resolve("start/.hidden"));
    for (int i = 0; i < 8; i++) {
      BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i, 10, 0xffffff);
      ImageIO.write(
          image,
          i % 2 == 0 ? "jpg" : "png",
          photos.resolve("start/%02d.JPG".formatted(i)).toFile());
    }
    Files.copy(photos.resolve("start/01.JPG"), photos.resolve("same-again.png"));
    Files.copy(photos.resolve("start/01.JPG"), photos.resolve("start/.hidden/x.png"));
    Files.writeString(photos.resolve("a text.jpg"), "not a photo");
    Files.writeString(photos.resolve("notes.txt"), "not a photo");

    CommandRun first =
        CommandRun.of(HOME.home(), "ingest", photos.toString(), "--event", Long.toString(event));

    assertThat(first.status()).as(first.output()).isEqualTo(1);
    assertThat(first.output())
        .contains("8 stored, 1 there already, 1 refused, 0 failed")
        .contains("1 files passed over")
        .containsPattern("refused  a text\\.jpg: \\S+");

    Files.delete(photos.resolve("a text.jpg"));
    CommandRun second =
        CommandRun.of(HOME.home(), "ingest", photos.toString(), "--event", Long.toString(event));
    assertThat(second.status()).isZero();
    assertThat(second.output()).contains("0 stored, 9 there already, 0 refused, 0 failed");
    CommandRun wrongEvent =
        CommandRun.of(HOME.home(), "ingest", photos.toString(), "--event", "999999");
    assertThat(wrongEvent.status()).isEqualTo(1);
    assertThat(wrongEvent.output()).contains("cannot upload: Event not found");
  }

  @Test
  @Order(4)
  void urlsInAnswersNameTheAddressOfTheFrontDoor() throws Exception {
    SuiteClient reader =
        new SuiteClient(
            URL,
            operator()
                .post(
                    "/api/v1/admin/organisations/%d/keys".formatted(organisation),
                    new JsonObject()
                        .put("name", "reader")
                        .put("scopes", new JsonArray().add("read")))
                .getString("key"));

    JsonArray shown =
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    reader
                        .get("/api/v1/ext/%d/event/%d/images".formatted(organisation, event))
                        .getJsonArray("images"),
                images -> images.size() == 8);

    for (Object each : shown) {
      JsonObject image = (JsonObject) each;
      assertThat(image.getString("img_url")).startsWith(URL + "/imgs/");
      assertThat(image.getString("thumbnail_url")).startsWith(URL + "/imgs/");
    }
    assertThat(status(shown.getJsonObject(0).getString("img_url"))).isEqualTo(200);
  }

  private static int status(String url) throws IOException {
    return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
  }

  @Test
  @Order(5)
  void aSearchServiceThatWasAwayWhilePhotosCameInCatchesUp() throws Exception {
    // A second launcher, as on another machine: everything but search-service is the first one's.
    DataHome home = new DataHome(ROOT, FOLDER.resolve("search"));
    Files.createDirectories(home.home());
    Secrets secrets = Secrets.load(HOME.secrets());
    Files.copy(HOME.secrets(), home.secrets());
    Files.createSymbolicLink(home.models(), MODELS);
    int frontDoor = LoopbackPort.free();
    Files.writeString(
        home.settings(),
        Files.readString(HOME.settings())
                .lines()
                .filter(line -> line.matches("recollect\\.(clipping|download)-service.*"))
                .collect(Collectors.joining("\n", "", "\n"))
            + """
              recollect.front-door.port=%d
              recollect.photos-service.url=http://127.0.0.1:%d
              recollect.search-service.port=%d
              recollect.postgres.url=jdbc:postgresql://127.0.0.1:%d/recollect
              recollect.postgres.username=recollect
              recollect.postgres.password=%s
              recollect.storage.endpoint=http://127.0.0.1:%d
              recollect.storage.access-key=recollect
              recollect.storage.secret-key=%s
              """
                .formatted(
                    frontDoor,
                    PHOTOS,
                    LoopbackPort.free(),
                    POSTGRES,
                    secrets.postgresPassword(),
                    STORAGE,
                    secrets.storageSecretKey()));
    try {
      CommandRun up = CommandRun.of(home.home(), "up");
      assertThat(up.status()).as(up.output()).isZero();
      SuiteClient search =
          new SuiteClient(URI.create("http://127.0.0.1:" + frontDoor), secrets.bootstrapKey());

      await()
          .atMost(LIMIT)
          .until(() -> index(search).getInteger("indexed"), Integer.valueOf(8)::equals);

      assertThat(index(search).getInteger("total")).isEqualTo(8);
      assertThat(index(search).getInteger("failed")).isZero();
    } finally {
      new RunningSuite(home).stop(Duration.ofSeconds(20));
    }
  }

  private static JsonObject index(SuiteClient client) throws ApiException {
    return client.get("/api/v1/admin/events/" + event + "/index");
  }

  @Test
  @Order(6)
  void aServiceThatDiesIsStartedAgain() throws Exception {
    long pid = PartProcesses.pid(HOME, "photos-service").orElseThrow();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    await()
        .atMost(LIMIT)
        .until(
            () ->
                PartProcesses.pid(HOME, "photos-service").filter(now -> now != pid).isPresent()
                    && ready());
    assertThat(Files.readString(HOME.log("launcher")))
        .contains("photos-service ended with status 137; starting it again");
  }

  @Test
  @Order(7)
  void aKilledLauncherLeavesNoProcess() throws Exception {
    ProcessHandle launcher = new RunningSuite(HOME).launcher().orElseThrow();
    // The workers of PostgreSQL may come and go; the parts stay.
    assertThat(launcher.children().map(ProcessHandle::pid))
        .hasSizeGreaterThan(2)
        .allMatch(CommandRun::runs);
    List<Long> children = launcher.descendants().map(ProcessHandle::pid).toList();

    launcher.destroyForcibly();

    await().atMost(LIMIT).until(() -> children.stream().noneMatch(CommandRun::runs));
    assertThat(CommandRun.of(HOME.home(), "status").status()).isEqualTo(3);
  }

  @Test
  @Order(8)
  void dataSurviveAndDownStopsEverythingWithinSeconds() throws Exception {
    CommandRun up = CommandRun.of(HOME.home(), "up");
    assertThat(up.status()).as(up.output()).isZero();
    JsonObject organisations = operator().get("/api/v1/admin/organisations");
    assertThat(organisations.getJsonArray("organisations")).hasSize(1);
    assertThat(operator().get("/api/v1/admin/events/" + event).getString("event_name"))
        .isEqualTo("Run");
    List<Long> children =
        new RunningSuite(HOME)
            .launcher()
            .orElseThrow()
            .descendants()
            .map(ProcessHandle::pid)
            .toList();

    Instant begin = Instant.now();
    CommandRun down = CommandRun.of(HOME.home(), "down");

    assertThat(down).isEqualTo(new CommandRun(0, "stopped\n"));
    assertThat(Duration.between(begin, Instant.now())).isLessThan(STOP_LIMIT);
    assertThat(children).noneMatch(CommandRun::runs);
    assertThat(CommandRun.of(HOME.home(), "down").output()).isEqualTo("not running\n");
  }

  private static SuiteClient operator() {
    return new SuiteClient(URL, Secrets.load(HOME.secrets()).bootstrapKey());
  }

  private static boolean ready() {
    try {
      operator().get("/api/v1/admin/organisations");
      return true;
    } catch (ApiException e) {
      return false;
    }
  }
}
