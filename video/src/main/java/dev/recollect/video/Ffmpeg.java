package dev.recollect.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs ffmpeg and ffprobe with argument lists, never through a shell. Uploaded videos are opened
 * with the arguments of their {@link VideoInput}. Safe for use by several threads.
 */
public final class Ffmpeg {
  private final FfmpegTools tools;
  private final FfmpegLimits limits;
  private final Semaphore places;

  /** As many processes at once as are asked for. */
  public Ffmpeg(FfmpegTools tools, FfmpegLimits limits) {
    this(tools, limits, Integer.MAX_VALUE);
  }

  /**
   * With a bound. Who starts a process waits for its turn, so one thread must not hold a process
   * open while it starts another.
   *
   * @param processes how many may run at once, at least 1
   */
  public Ffmpeg(FfmpegTools tools, FfmpegLimits limits, int processes) {
    if (processes < 1) {
      throw new IllegalArgumentException("ffmpeg needs at least one process, not " + processes);
    }
    this.tools = tools;
    this.limits = limits;
    this.places = new Semaphore(processes, true);
  }

  /** Options for a list of our own that names pieces of video; they come before its {@code -i}. */
  public static List<String> ownList() {
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        "concat," + VideoInput.CONTAINERS,
        "-f",
        "concat");
  }

  /**
   * Runs ffmpeg to its end.
   *
   * @param arguments inputs, filters, outputs; existing outputs are replaced
   * @param progress told a few times a second, on another thread, one call at a time
   * @throws InconclusiveRunException if it ended for a reason that says nothing about its input
   * @throws FfmpegException if it fails or runs into a limit
   * @throws InterruptedException if the calling thread was interrupted; the process has been killed
   */
  public void run(List<String> arguments, Consumer<FfmpegProgress> progress)
      throws FfmpegException, InterruptedException {
    List<String> command = command("-progress", "pipe:1", "-stats_period", "0.2");
    command.addAll(arguments);
    try (ToolRun run = start(command, limits, line -> false)) {
      Thread reader = ToolRun.reader("ffmpeg-progress", () -> report(run, progress));
      run.awaitSuccess();
      reader.join();
    }
  }

  private List<String> command(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(tools.ffmpeg().toString(), "-hide_banner", "-nostdin", "-y", "-nostats"));
    command.addAll(List.of("-loglevel", "warning"));
    command.addAll(List.of(options));
    return command;
  }

  private static void report(ToolRun run, Consumer<FfmpegProgress> progress) {
    try (var lines = reader(run)) {
      lines
          .lines()
          .filter(line -> line.startsWith("out_time_us="))
          .map(line -> line.substring("out_time_us=".length()))
          .filter(value -> !value.startsWith("-") && !value.startsWith("N"))
          .forEach(
              value ->
                  progress.accept(
                      new FfmpegProgress(Duration.ofNanos(Long.parseLong(value) * 1_000))));
    } catch (IOException | UncheckedIOException killed) {
      // awaitSuccess tells why.
    }
  }

  /**
   * Starts ffmpeg with frames or packets on standard output ({@code pipe:1}); the caller reads
   * them.
   *
   * @param time how long it may take
   */
  public ToolRun open(List<String> arguments, Duration time)
      throws FfmpegException, InterruptedException {
    return open(arguments, time, line -> false);
  }

  /**
   * The same for filters that print data on standard error ({@code pipe:2}).
   *
   * @param taken is shown every line of standard error, on a thread of its own; answers whether it
   *     was data
   */
  public ToolRun open(List<String> arguments, Duration time, Predicate<String> taken)
      throws FfmpegException, InterruptedException {
    List<String> command = command();
    command.addAll(arguments);
    return start(command, limits.within(time), taken);
  }

  /** Takes lines, one after the other. */
  public interface LineReader<T> {
    T read(BufferedReader lines) throws IOException;
  }

  /**
   * Runs ffprobe to its end and reads what it prints as it prints it.
   *
   * @param reader called on another thread, which may still be in it when the calling thread was
   *     interrupted; an {@link IOException} of its says that the answer cannot be read, everything
   *     else that it throws ends the run and is thrown here
   * @throws InconclusiveRunException if it ended for a reason that says nothing about its input
   * @throws FfmpegException if it fails or runs into a limit
   * @throws InterruptedException if the calling thread was interrupted; the process has been killed
   */
  public <T> T probe(List<String> arguments, LineReader<T> reader)
      throws FfmpegException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(tools.ffprobe().toString(), "-hide_banner", "-loglevel", "error"));
    command.addAll(arguments);
    try (ToolRun run = start(command, limits, line -> false)) {
      CompletableFuture<T> read = new CompletableFuture<>();
      ToolRun.reader("ffprobe-answer", () -> complete(read, run, reader));
      try {
        T result = read.get();
        run.awaitSuccess();
        return result;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error broken) {
          throw broken;
        }
        if (e.getCause() instanceof RuntimeException own) {
          throw own;
        }
        run.awaitSuccess();
        String cause = String.valueOf(e.getCause().getMessage());
        throw new FfmpegException(
            "ffprobe's answer cannot be read: " + run.shown(cause), run.log());
      }
    }
  }

  private static <T> void complete(CompletableFuture<T> read, ToolRun run, LineReader<T> reader) {
    try (BufferedReader lines = reader(run)) {
      try {
        read.complete(reader.read(lines));
      } catch (IOException unreadable) {
        read.completeExceptionally(unreadable);
      }
      // So that it ends by itself, and with its own status.
      lines.transferTo(Writer.nullWriter());
    } catch (Throwable e) {
      // Whatever it is: somebody waits for the end of this thread's work.
      read.completeExceptionally(e);
    }
  }

  private static BufferedReader reader(ToolRun run) {
    return new BufferedReader(new InputStreamReader(run.output(), StandardCharsets.UTF_8));
  }

  private ToolRun start(List<String> command, FfmpegLimits limits, Predicate<String> taken)
      throws FfmpegException, InterruptedException {
    places.acquire();
    try {
      return ToolRun.start(command, limits, taken, places::release);
    } catch (IOException e) {
      places.release();
      throw new InconclusiveRunException(
          "ffmpeg cannot be started", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      places.release();
      throw e;
    }
  }
}
