package dev.recollect.search.testing;

import dev.recollect.testkit.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as it is shipped, in a process of its own. */
public final class PackagedService implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  private final Process process;
  private final int port;
  private final Path log;

  private PackagedService(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  public static PackagedService start(TestServers servers, PhotosPeer peer, int port, Path models)
      throws IOException {
    return start(servers, peer, port, models, Map.of());
  }

  /** With settings of its own beside the usual ones. */
  public static PackagedService start(
      TestServers servers, PhotosPeer peer, int port, Path models, Map<String, String> own)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("quarkus.datasource.jdbc.url", servers.jdbcUrl("search"));
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
    settings.put("recollect.models.dir", models.toString());
    // A killed process is missed sooner than in production.
    settings.put("recollect.jobs.heartbeat", "1s");
    settings.put("recollect.jobs.back-off", "1s");
    settings.putAll(own);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", JAR.toString()));
    Path log = Files.createTempFile(Path.of("target"), "packaged-service", ".log");
    return new PackagedService(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        port,
        log);
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                      .build(),
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

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of a process that is expected to end by itself; its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the service did not end");
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it has printed. */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Resident memory in MB. */
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
