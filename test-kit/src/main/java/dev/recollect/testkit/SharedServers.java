package dev.recollect.testkit;

import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.FileTree;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.process.OwnerBond;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers that all test JVMs of one build share. The first that asks starts them, under a lock;
 * they end when the owner, the build's own process, does.
 */
final class SharedServers {
  static final String ADDRESSES = "servers.properties";
  private static final String HOST_PID = "host.pid";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path root;
  private final Path folder;
  private final ProcessHandle owner;

  /**
   * @param root project root
   * @param owner the servers end with this process
   */
  SharedServers(Path root, ProcessHandle owner) {
    this.root = root;
    this.folder = root.resolve("target/test-servers");
    this.owner = owner;
  }

  /** The running servers, started if need be. One thread of a JVM at a time. */
  ServerAddresses get() throws IOException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new StartFailedException("lost the lock of " + folder);
      }
      Optional<ServerAddresses> running = findRunning();
      return running.isPresent() ? running.get() : start();
    }
  }

  private Optional<ServerAddresses> findRunning() throws IOException {
    Optional<ServerAddresses> found = Optional.empty();
    try (Stream<Path> hosts = Files.list(folder)) {
      for (Path host : hosts.filter(Files::isDirectory).toList()) {
        if (!isAlive(host)) {
          // Left by a host that was killed.
          FileTree.delete(host);
        } else if (host.getFileName().toString().startsWith(ownerName() + "-")
            && Files.exists(host.resolve(ADDRESSES))) {
          found = Optional.of(ServerAddresses.read(host.resolve(ADDRESSES)));
        }
      }
    }
    return found;
  }

  private static boolean isAlive(Path host) throws IOException {
    Path pid = host.resolve(HOST_PID);
    if (!Files.exists(pid)) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(pid)))
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine())
        .map(line -> line.contains(TestServerHost.class.getName()))
        .orElse(false);
  }

  /** Process ids are used again; with the start time they are not. */
  private String ownerName() {
    return owner.pid() + "-" + owner.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private ServerAddresses start() throws IOException {
    Path host =
        folder.resolve(ownerName() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    Files.createDirectory(host);
    Path log = host.resolve("host.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    // A session of its own: Ctrl-C reaches the build, whose end the host then sees.
                    "setsid",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(),
                    TestServerHost.class.getName(),
                    root.toString(),
                    host.toString(),
                    Long.toString(owner.pid())))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Files.writeString(host.resolve(HOST_PID), Long.toString(process.pid()));
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(host.resolve(ADDRESSES))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new StartFailedException("the test servers did not start:\n" + Files.readString(log));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        throw new StartFailedException("interrupted while the test servers were starting", e);
      }
    }
    return ServerAddresses.read(host.resolve(ADDRESSES));
  }

  /** What the host needs; the test JVM's own class path may be a file that goes with it. */
  private static String classPath() {
    return Stream.of(
            TestServerHost.class,
            EmbeddedPostgres.class,
            OwnerBond.class,
            org.postgresql.Driver.class)
        .map(SharedServers::locationOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new StartFailedException("cannot tell where " + type + " is", e);
    }
  }
}
