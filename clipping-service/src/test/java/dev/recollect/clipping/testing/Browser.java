package dev.recollect.clipping.testing;

import static io.restassured.RestAssured.given;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium, driven over the W3C WebDriver protocol by Debian's chromedriver. */
public final class Browser implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final int SCRIPT_LIMIT_MILLIS = 60_000;

  /** Quarkus' tests wait 30 s for an answer; a browser may take longer to start. */
  private static final RestAssuredConfig PATIENT =
      RestAssuredConfig.config()
          .httpClient(
              HttpClientConfig.httpClientConfig()
                  .setParam("http.socket.timeout", 2 * SCRIPT_LIMIT_MILLIS));

  private final Process driver;
  private final String address;
  private final String session;

  private Browser(Process driver, int port, Path profile) {
    this.driver = driver;
    this.address = "http://127.0.0.1:" + port;
    this.session =
        caller()
            .body(
                Map.of(
                    "capabilities",
                    Map.of(
                        "alwaysMatch",
                        Map.of(
                            "timeouts",
                            Map.of("script", SCRIPT_LIMIT_MILLIS),
                            "goog:chromeOptions",
                            Map.of("args", arguments(profile))))))
            .post("/session")
            .then()
            .statusCode(200)
            .extract()
            .path("value.sessionId");
  }

  /** Whether this machine has a browser to drive; {@code ./recollect test} installs one. */
  public static boolean available() {
    return executable("chromedriver").isPresent() && executable("chromium").isPresent();
  }

  private static Optional<Path> executable(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param profile an empty folder for what the browser keeps
   */
  public static Browser start(Path profile) throws IOException {
    Process driver =
        new ProcessBuilder(executable("chromedriver").orElseThrow().toString(), "--port=0")
            .redirectErrorStream(true)
            .start();
    try {
      return new Browser(driver, port(driver.inputReader()), profile);
    } catch (IOException | RuntimeException | Error failure) {
      driver.destroy();
      throw failure;
    }
  }

  private static int port(BufferedReader output) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
    }
    throw new IOException("chromedriver ended before it was ready");
  }

  /** A browser that runs as root in a closed network, and asks nobody for updates. */
  private static List<String> arguments(Path profile) {
    return List.of(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
        "--user-data-dir=" + profile.toAbsolutePath());
  }

  private RequestSpecification caller() {
    return given().config(PATIENT).baseUri(address).port(-1).contentType("application/json");
  }

  /** Goes to a page and waits until it is loaded. */
  public void open(String url) {
    caller().body(Map.of("url", url)).post("/session/{s}/url", session).then().statusCode(200);
  }

  /**
   * Runs a script in the page.
   *
   * @param script calls its last argument with its result
   * @return the result
   */
  public Map<String, Object> run(String script) {
    return caller()
        .body(Map.of("script", script, "args", List.of()))
        .post("/session/{s}/execute/async", session)
        .then()
        .statusCode(200)
        .extract()
        .path("value");
  }

  @Override
  public void close() {
    try {
      caller().delete("/session/{s}", session);
    } finally {
      driver.destroy();
    }
  }
}
