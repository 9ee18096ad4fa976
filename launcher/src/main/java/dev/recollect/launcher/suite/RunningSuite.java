package dev.recollect.launcher.suite;

import dev.recollect.launcher.home.DataHome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The suite of a data home, seen from another process. */
public final class RunningSuite {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

  private final DataHome home;

  /** Looks at the data home. */
  public RunningSuite(DataHome home) {
    this.home = home;
  }

  /**
   * One part as it is now.
   *
   * @param healthy whether it answers
   * @param residentKilobytes memory of its process; empty if it runs elsewhere or not at all
   * @param since when its process began; empty as above
   */
  public record PartStatus(
      String name,
      String address,
      boolean healthy,
      OptionalLong residentKilobytes,
      Optional<Instant> since) {}

  /**
   * Takes the right to run the suite of this data home, until this process ends, and says so in
   * place of what a killed launcher left behind: whoever finds the suite claimed finds by whom.
   *
   * @param frontDoor as clients will reach it
   * @return the lock, to be kept; empty if another process runs it
   */
  public Optional<FileLock> claim(URI frontDoor) {
    home.create();
    return inTurn(
        () -> {
          Optional<FileLock> lock = tryLock(home.lock());
          if (lock.isPresent()) {
            new StateFile(home).write(false, frontDoor.toString(), List.of());
          }
          return lock;
        });
  }

  /** Something done with the lock while no other process does. */
  private interface Turn<T> {
    T take() throws IOException;
  }

  private <T> T inTurn(Turn<T> turn) {
    try (FileChannel queue = open(home.lockTurn());
        FileLock ours = queue.lock()) {
      return turn.take();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static Optional<FileLock> tryLock(Path file) throws IOException {
    // Kept open as long as the lock: closing the channel would release it.
    FileChannel channel = open(file);
    Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
    if (lock.isEmpty()) {
      channel.close();
    }
    return lock;
  }

  /**
   * The launcher's process; empty if there is none. The lock decides: process ids are used again.
   */
  public Optional<ProcessHandle> launcher() {
    if (!Files.exists(home.lock())) {
      return Optional.empty();
    }
    if (inTurn(this::isFree)) {
      return Optional.empty();
    }
    return state().flatMap(RunningSuite::process);
  }

  private static Optional<ProcessHandle> process(JsonObject state) {
    return ProcessHandle.of(state.getLong("pid")).filter(ProcessHandle::isAlive);
  }

  private boolean isFree() throws IOException {
    Optional<FileLock> lock = tryLock(home.lock());
    if (lock.isPresent()) {
      // Which releases the lock.
      lock.get().acquiredBy().close();
    }
    return lock.isPresent();
  }

  /** Whether a launcher runs and says that everything is up. */
  public boolean isReady() {
    return launcher().isPresent() && saysReady();
  }

  /** Whether this very process is the launcher that runs, and says that everything is up. */
  boolean isReady(long pid) {
    return launcher().filter(process -> process.pid() == pid).isPresent() && saysReady();
  }

  private boolean saysReady() {
    return state().map(state -> state.getBoolean("ready")).orElse(false);
  }

  /** As clients reach it; empty if its launcher is gone. */
  public Optional<URI> frontDoor() {
    return state()
        .filter(state -> process(state).isPresent())
        .map(state -> URI.create(state.getString("frontDoor")));
  }

  /** Asks every part; the launcher and the front door come last. */
  public List<PartStatus> parts() {
    Optional<JsonObject> state = state();
    if (state.isEmpty()) {
      return List.of();
    }
    Stream<JsonObject> parts =
        state.get().getJsonArray("parts").stream().map(JsonObject.class::cast);
    JsonObject launcher =
        new JsonObject()
            .put("name", "front-door")
            .put("address", state.get().getString("frontDoor"))
            .put("question", HealthQuestion.HTTP.name())
            .put("pid", state.get().getLong("pid"));
    return Stream.concat(parts, Stream.of(launcher)).toList().parallelStream()
        .map(RunningSuite::statusOf)
        .toList();
  }

  private static PartStatus statusOf(JsonObject part) {
    Optional<ProcessHandle> process =
        Optional.ofNullable(part.getLong("pid")).flatMap(ProcessHandle::of);
    return new PartStatus(
        part.getString("name"),
        part.getString("address"),
        HealthQuestion.valueOf(part.getString("question")).ask(part.getString("address")),
        process.map(running -> residentKilobytes(running.pid())).orElse(OptionalLong.empty()),
        process.flatMap(running -> running.info().startInstant()));
  }

  private static OptionalLong residentKilobytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** How a stop went. */
  public enum Stop {
    /** There was nothing to stop. */
    NOT_RUNNING,
    /** Everything ended in order. */
    IN_ORDER,
    /** The launcher did not end in time and was killed, and with it, by the kernel, its parts. */
    KILLED
  }

  /**
   * Stops the launcher, which stops everything else.
   *
   * @param patience how long it may take before it is killed
   */
  public Stop stop(Duration patience) throws InterruptedException {
    Optional<ProcessHandle> launcher = launcher();
    if (launcher.isEmpty()) {
      return Stop.NOT_RUNNING;
    }
    launcher.get().destroy();
    if (awaitFree(patience)) {
      return Stop.IN_ORDER;
    }
    launcher.get().destroyForcibly();
    awaitFree(KILL_LIMIT);
    return Stop.KILLED;
  }

  /** The lock tells, not the process: that one stays in sight until its parent takes note. */
  private boolean awaitFree(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!inTurn(this::isFree)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private Optional<JsonObject> state() {
    return new StateFile(home).read();
  }
}
