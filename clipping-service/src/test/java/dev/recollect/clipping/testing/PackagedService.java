package dev.recollect.clipping.testing;

import dev.recollect.testkit.TestServers;
import java.io.IOException;
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
  private final Path log;

  private PackagedService(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a replica.
   *
   * @param more settings beyond those that every replica needs
   */
  public static PackagedService start(
      TestServers servers, PhotosPeer peer, int port, Map<String, String> more) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("quarkus.datasource.jdbc.url", servers.jdbcUrl("clipping"));
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
    settings.put(
        "recollect.models.dir",
        Path.of(System.getProperty("recollect.root"), ".recollect/models").toString());
    // A killed process is missed sooner than in production.
    settings.put("recollect.jobs.heartbeat", "1s");
    settings.put("recollect.jobs.back-off", "1s");
    settings.putAll(more);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher starts it.
    command.addAll(List.of("-Xmx192m", "-Xms24m", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", JAR.toString()));
    Path log = Files.createTempFile(Path.of("target"), "packaged-service", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return new PackagedService(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  public boolean isAlive() {
    return process.isAlive();
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
