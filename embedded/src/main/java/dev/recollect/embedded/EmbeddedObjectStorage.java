package dev.recollect.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * An S3 server of our own: s3proxy over a folder, in a JVM and with a class path of its own,
 * loopback only, signatures (AWS version 4) checked. It ends with this JVM; after a kill the next
 * start removes what was half written.
 */
public final class EmbeddedObjectStorage implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** s3proxy's own default logs every request header at level DEBUG. */
  private static final String LOG_SETTINGS =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private final ObjectStorageSettings settings;
  private final OwnedProcess process;

  private EmbeddedObjectStorage(ObjectStorageSettings settings, OwnedProcess process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws PortTakenException if another program listens on the port
   * @throws StartFailedException if its jars are missing or it stays silent
   */
  public static EmbeddedObjectStorage start(ObjectStorageSettings settings) {
    if (!Files.isDirectory(settings.jars())) {
      throw new StartFailedException(
          "the object storage's jars are not in %s: build the project first (mvn package)"
              .formatted(settings.jars()));
    }
    LoopbackPort.requireFree("object storage", settings.port());
    try {
      Files.createDirectories(settings.dataFolder());
      Files.createDirectories(settings.stateFolder());
      Path logback = settings.stateFolder().resolve("logback.xml");
      Files.writeString(logback, LOG_SETTINGS);
      Path properties = settings.stateFolder().resolve("s3proxy.properties");
      writeProperties(settings, properties);
      Instant begin = Instant.now(Clock.systemUTC());
      OwnedProcess process =
          OwnedProcess.start(
              new ProcessPlan(
                  "object storage",
                  ServerAccount.own(),
                  command(settings, logback, properties),
                  Map.of(),
                  settings.stateFolder(),
                  settings.log(),
                  ProcessSignal.TERM,
                  ProcessSignal.KILL));
      EmbeddedObjectStorage server = new EmbeddedObjectStorage(settings, process);
      process.awaitHealthy(server::answers, START_LIMIT);
      UnfinishedObjects.remove(settings.dataFolder(), begin);
      return server;
    } catch (IOException e) {
      throw new StartFailedException("cannot prepare the object storage: " + e.getMessage(), e);
    }
  }

  private static List<String> command(
      ObjectStorageSettings settings, Path logback, Path properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + settings.heapMegabytes() + "m");
    command.add("-XX:+UseSerialGC");
    if (settings.shortLived()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Dlogback.configurationFile=" + logback);
    command.addAll(List.of("-cp", settings.jars() + "/*"));
    command.addAll(List.of("org.gaul.s3proxy.Main", "--properties", properties.toString()));
    return command;
  }

  private static void writeProperties(ObjectStorageSettings settings, Path file)
      throws IOException {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + settings.port());
    properties.setProperty("s3proxy.authorization", "aws-v4");
    properties.setProperty("s3proxy.identity", settings.accessKey());
    properties.setProperty("s3proxy.credential", settings.secretKey());
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.filesystem.basedir", settings.dataFolder().toString());
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text.toString());
  }

  /** It refuses a call without a signature, which is an answer. */
  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
      connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
      connection.setReadTimeout((int) CONNECT_LIMIT.toMillis());
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** S3 endpoint; paths carry the bucket ("path style"). */
  public String endpoint() {
    return "http://127.0.0.1:" + settings.port();
  }

  /** TCP port on 127.0.0.1. */
  public int port() {
    return settings.port();
  }

  /** The server process. */
  public OwnedProcess process() {
    return process;
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.close();
  }
}
