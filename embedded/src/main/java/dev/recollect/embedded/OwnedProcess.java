package dev.recollect.embedded;

import dev.recollect.process.OwnerBond;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child process that ends with this JVM, even when this JVM is killed. Safe for use by several
 * threads.
 */
public final class OwnedProcess implements AutoCloseable {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int SHOWN_LOG_BYTES = 4_000;

  private final ProcessPlan plan;
  private final Process process;
  private final long logStart;

  private OwnedProcess(ProcessPlan plan, Process process, long logStart) {
    this.plan = plan;
    this.process = process;
    this.logStart = logStart;
  }

  /**
   * Starts the process; it need not be ready for work yet, see {@link #awaitHealthy}.
   *
   * @throws StartFailedException if the program cannot be run
   */
  public static OwnedProcess start(ProcessPlan plan) {
    try {
      Path logFolder = plan.log().toAbsolutePath().getParent();
      Files.createDirectories(logFolder);
      long logStart = Files.exists(plan.log()) ? Files.size(plan.log()) : 0;
      Process process = spawn(plan);
      return new OwnedProcess(plan, process, logStart);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while starting " + plan.name(), e);
    } catch (IOException e) {
      throw new StartFailedException("cannot start " + plan.name() + ": " + e.getMessage(), e);
    }
  }

  private static Process spawn(ProcessPlan plan) throws IOException, InterruptedException {
    List<String> command = OwnerBond.command(plan.command(), plan.ownerDeathSignal().name());
    // The kernel forgets the signal when the account changes, so the account comes first.
    ProcessBuilder builder = new ProcessBuilder(plan.account().command(command));
    builder.environment().putAll(plan.environment());
    builder.directory(plan.workingFolder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    return OwnerBond.start(builder);
  }

  /** What people call it. */
  public String name() {
    return plan.name();
  }

  /** Process id; stays the same while the wrappers replace themselves by the program. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit status when the process ends. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Waits until the process answers.
   *
   * @param healthy asks the process; called until it returns true
   * @param limit how long to wait
   * @throws StartFailedException if the process ends or stays silent; the message carries the end
   *     of its log. The process is stopped then.
   */
  public void awaitHealthy(BooleanSupplier healthy, Duration limit) {
    long begun = System.nanoTime();
    while (true) {
      if (!process.isAlive()) {
        throw new StartFailedException(
            "%s ended with status %d while starting%s"
                .formatted(plan.name(), process.exitValue(), logEnd()));
      }
      if (healthy.getAsBoolean()) {
        return;
      }
      long waited = System.nanoTime() - begun;
      if (waited > limit.toNanos()) {
        close();
        throw new StartFailedException(
            "%s did not answer within %d s%s".formatted(plan.name(), limit.toSeconds(), logEnd()));
      }
      pause(waited);
    }
  }

  /**
   * For a tenth of what has been waited: a service that is starting answers slowly, and answers
   * keep it from starting.
   */
  private void pause(long waitedNanos) {
    long nanos = Math.clamp(waitedNanos / 10, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new StartFailedException("interrupted while " + plan.name() + " was starting", e);
    }
  }

  /** Asks the process to end and returns at once; {@link #close} waits for the end. */
  public void requestStop() {
    if (process.isAlive()) {
      send(plan.stopSignal());
    }
  }

  /**
   * Ends the process: in order if it does so within ten seconds, by force otherwise. Does nothing
   * if it has ended.
   */
  @Override
  public void close() {
    requestStop();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ProcessSignal signal) {
    switch (signal) {
      case TERM -> process.destroy();
      case KILL -> process.destroyForcibly();
      case INT -> interruptSignal();
    }
  }

  /** The Java API knows SIGTERM and SIGKILL only. */
  private void interruptSignal() {
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.onExit().join();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /**
   * What the process has logged since it was started, at most the last few thousand bytes, as an
   * indented block.
   */
  private String logEnd() {
    try (InputStream in = Files.newInputStream(plan.log())) {
      long size = Files.size(plan.log());
      in.skipNBytes(Math.max(logStart, size - SHOWN_LOG_BYTES));
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : "; its log ends with:\n" + text.indent(4).stripTrailing();
    } catch (IOException e) {
      return "; see " + plan.log();
    }
  }
}
