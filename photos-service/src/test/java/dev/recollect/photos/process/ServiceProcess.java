package dev.recollect.photos.process;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.recollect.embedded.LoopbackPort;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged service in a process of its own, to be killed, starved and cut off. */
final class ServiceProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Process process;
  private final int port;
  private final Path log;

  private ServiceProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts the service and waits until it is ready.
   *
   * @param name of its log and scratch folder below target/process
   */
  static ServiceProcess start(String name, Map<String, String> settings) throws IOException {
    int port = LoopbackPort.free();
    Path folder = Files.createDirectories(Path.of("target/process").toAbsolutePath());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("quarkus.http.port", Integer.toString(port));
    all.put("recollect.scratch.dir", folder.resolve(name + "-scratch").toString());
    all.put("recollect.access.bootstrap-key", dev.recollect.photos.Organisers.OPERATOR_KEY);
    all.put("recollect.access.requests-per-minute", "1000000");
    all.put("recollect.grpc.shared-secret", "secret-of-the-tests-0123456789abcdef");
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED"));
    all.forEach((key, value) -> java.add("-D" + key + "=" + value));
    java.addAll(
        List.of("-jar", Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(java)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServiceProcess service = new ServiceProcess(process, port, log);
    try {
      service.awaitReady();
      return service;
    } catch (RuntimeException | Error failure) {
      service.kill();
      throw failure;
    }
  }

  /** Waits until the service says it is ready; fails when it has ended. */
  void awaitReady() {
    await()
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsMatching(notThere -> process.isAlive())
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("the service ended, see " + log);
              }
              return given().port(port).get("/q/health/ready").statusCode() == 200;
            });
  }

  /** What it has written so far, and processes of its name before it. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** A request with a key. */
  RequestSpecification as(String key) {
    return given().port(port).header("X-API-Key", key);
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Bytes of the Java heap in use once garbage has been collected. */
  long heapBytes() throws IOException, InterruptedException {
    run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid(), "GC.run");
    return heapBytesWithGarbage();
  }

  /** Bytes of the Java heap in use, garbage included. */
  long heapBytesWithGarbage() {
    return given()
        .port(port)
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Resident memory in bytes. */
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", pid(), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  /** From now on no file that it writes may be larger. */
  void limitFiles(long bytes) throws IOException, InterruptedException {
    limitFiles(process.pid(), Long.toString(bytes));
  }

  /**
   * The same of another process.
   *
   * @param limit bytes, or {@code unlimited}
   */
  static void limitFiles(long pid, String limit) throws IOException, InterruptedException {
    // The lower limit only, so that it can be raised again.
    run("prlimit", "--pid", Long.toString(pid), "--fsize=" + limit + ":unlimited");
  }

  private String pid() {
    return Long.toString(process.pid());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (tool.waitFor() != 0) {
      throw new IllegalStateException(command[0] + " failed");
    }
  }

  /** SIGKILL: no shutdown hook runs. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
