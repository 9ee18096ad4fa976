package dev.recollect.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service as it is shipped, in a process of its own, on a port that it chooses itself. It is
 * started with little compilation, as a test that runs for seconds gains nothing by more.
 */
public final class PackagedService implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: https?://[^\\s\"]*:(\\d+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path log;

  private PackagedService(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the service that the module at hand has packaged, and returns at once.
   *
   * @param servers its database and its object storage
   * @param schema the service's
   * @param peer its photos-service
   * @param more settings beyond those that every service needs, or in their place
   */
  public static PackagedService start(
      TestServers servers, String schema, PhotosPeer peer, Map<String, String> more)
      throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "packaged-service");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", "0");
    settings.put("quarkus.http.body.uploads-directory", folder.resolve("uploads").toString());
    settings.put("quarkus.datasource.jdbc.url", servers.jdbcUrl(schema));
    settings.put("quarkus.datasource.username", servers.user());
    settings.put("quarkus.datasource.password", servers.password());
    settings.put("quarkus.grpc.clients.photos.port", Integer.toString(peer.port()));
    settings.put("recollect.storage.endpoint", servers.s3Endpoint());
    settings.put("recollect.storage.access-key", servers.accessKey());
    settings.put("recollect.storage.secret-key", servers.secretKey());
    settings.put("recollect.storage.originals-bucket", servers.bucket("originals"));
    settings.put("recollect.storage.renditions-bucket", servers.bucket("renditions"));
    settings.put("recollect.grpc.shared-secret", PhotosPeer.SECRET);
    settings.put("recollect.public.base", "http://photos.example");
    settings.put("recollect.models.dir", models());
    // A killed process is missed sooner than in production.
    settings.put("recollect.jobs.heartbeat", "1s");
    settings.put("recollect.jobs.back-off", "1s");
    settings.putAll(more);
    Path log = folder.resolve("service.log");
    ProcessBuilder builder = new ProcessBuilder(command(settings));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return new PackagedService(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** As the entry script says; of the project's own data home without it. */
  private static String models() {
    return Optional.ofNullable(System.getenv("RECOLLECT_MODELS_DIR"))
        .orElseGet(() -> BuildProcess.root().resolve(".recollect/models").toString());
  }

  private static List<String> command(Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-Xms24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", JAR.toString()));
    return command;
  }

  /** Waits until it listens; the address without a path. */
  public URI address() throws IOException, InterruptedException {
    await(() -> port().isPresent());
    return URI.create("http://127.0.0.1:" + port().orElseThrow());
  }

  private OptionalInt port() {
    try {
      Matcher line = LISTENING.matcher(output());
      return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    } catch (IOException notYet) {
      return OptionalInt.empty();
    }
  }

  /** Waits until it says that it is ready; the address as {@link #address} has it. */
  public URI awaitReady() throws IOException, InterruptedException {
    URI address = address();
    await(() -> isReady(address));
    return address;
  }

  /** Whether it says that it is ready; it listens. */
  public boolean isReady() throws IOException, InterruptedException {
    return isReady(address());
  }

  private static boolean isReady(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(address.resolve("/q/health/ready")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void await(BooleanSupplier condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (!isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the service did not start:\n" + output());
      }
      Thread.sleep(POLL);
    }
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of a process that is expected to end by itself; its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the service did not end");
    }
    return process.exitValue();
  }

  /** Processes that it started and that run, ffmpeg among them. */
  public List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it has printed. */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Resident memory in MB, without its children. */
  public long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
