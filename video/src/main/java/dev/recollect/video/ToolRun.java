package dev.recollect.video;

import dev.recollect.process.OwnerBond;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * One running ffmpeg or ffprobe. It ends at its time limit, when it is closed, and with this JVM,
 * whichever comes first.
 *
 * <p>One thread reads {@link #output} to its end and then asks {@link #awaitSuccess}; any thread
 * may close it, which ends the reading.
 */
public final class ToolRun implements AutoCloseable {
  private static final int KILLED_BY_FILE_SIZE = 128 + 25;

  /** What the wrappers say when they find no program. */
  private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

  /**
   * Somebody, such as a kernel short of memory, sent HUP, INT, KILL or TERM; 255 is what ffmpeg
   * makes of the signals it can catch. Other crashes may well be the video's fault.
   */
  private static final Set<Integer> NOT_ITS_FAULT =
      Set.of(128 + 1, 128 + 2, 128 + 9, 128 + 15, 255);

  private final String name;
  private final FfmpegLimits limits;
  private final Process process;
  private final ErrorTail errors;
  private final Thread errorReader;
  private final AtomicBoolean late = new AtomicBoolean();

  private ToolRun(String name, FfmpegLimits limits, Process process, ErrorTail errors) {
    this.name = name;
    this.limits = limits;
    this.process = process;
    this.errors = errors;
    BufferedReader standardError = process.errorReader();
    this.errorReader = reader("ffmpeg-errors", () -> errors.read(standardError));
    process
        .onExit()
        .orTimeout(limits.time().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((ended, failure) -> killIfLate(failure));
  }

  /**
   * Starts a thread that reads a pipe. A platform thread, since a virtual one would hold its
   * carrier while it waits, and a few of them would hold all there are.
   */
  static Thread reader(String name, Runnable reading) {
    return Thread.ofPlatform().daemon().name(name).start(reading);
  }

  /**
   * Starts a process.
   *
   * @param ended run once it is gone; not if it could not be started
   */
  static ToolRun start(
      List<String> command, FfmpegLimits limits, Predicate<String> taken, Runnable ended)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(OwnerBond.command(limits.command(command), "KILL"))
            .redirectInput(new File("/dev/null"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().remove("FFREPORT");
    // Storage is reached as the services reach it, which do not know this variable.
    builder.environment().remove("http_proxy");
    String name = new File(command.getFirst()).getName();
    ErrorTail errors = new ErrorTail(command.subList(1, command.size()), taken);
    Process process = OwnerBond.start(builder);
    var unused = process.onExit().thenRun(ended);
    return new ToolRun(name, limits, process, errors);
  }

  private void killIfLate(Throwable failure) {
    if (failure instanceof TimeoutException) {
      late.set(true);
      process.destroyForcibly();
    }
  }

  /** What it writes to standard output. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** Process id of the program. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits for the end.
   *
   * @throws VideoUnreachableException if storage did not hand out what it was to read
   * @throws InconclusiveRunException if it was closed or killed, or ran out of time or space
   * @throws FfmpegException if it failed otherwise, or wrote or needed too much
   * @throws InterruptedException if the calling thread was interrupted; the process goes on until
   *     it is closed
   */
  public void awaitSuccess() throws FfmpegException, InterruptedException {
    int status = process.waitFor();
    errorReader.join();
    if (late.get()) {
      throw new InconclusiveRunException(
          "%s took longer than %s".formatted(name, text(limits.time())), errors.log());
    }
    if (status == KILLED_BY_FILE_SIZE) {
      throw new FfmpegException(
          "%s wrote more than %d MB".formatted(name, limits.outputBytes() >> 20), errors.log());
    }
    Optional<String> unreachable = errors.unreachable();
    if (unreachable.isPresent()) {
      // Also when it ended well: it takes half of an object for the whole.
      throw new VideoUnreachableException(
          "the storage does not give the video: " + unreachable.get(), errors.log());
    }
    if (NOT_STARTED.contains(status)) {
      throw new InconclusiveRunException(name + " cannot be started", errors.log());
    }
    if (status != 0) {
      String message = "%s failed with status %d: %s".formatted(name, status, errors.reason());
      throw NOT_ITS_FAULT.contains(status) || errors.outOfSpace()
          ? new InconclusiveRunException(message, errors.log())
          : new FfmpegException(message, errors.log());
    }
  }

  private static String text(Duration time) {
    return time.toMillis() < 1_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }

  /** What it has written to standard error, at most the last twenty lines. */
  public String log() {
    return errors.log();
  }

  /** A text without the paths and URLs that it was started with. */
  String shown(String text) {
    return errors.shown(text);
  }

  /** Kills the process if it still runs, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
