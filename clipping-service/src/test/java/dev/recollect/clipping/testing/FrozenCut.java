package dev.recollect.clipping.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An ffmpeg of this process that is in the middle of a clip, and stays there however fast the
 * machine is: it has been stopped, and ends only when it is killed.
 */
public final class FrozenCut {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final CompletableFuture<Long> end;

  private FrozenCut(ProcessHandle process) {
    this.end = process.onExit().thenApply(ended -> System.nanoTime());
  }

  /** Waits for an ffmpeg that reads a source of the event, and stops it. */
  public static FrozenCut of(long eventId) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      for (ProcessHandle process : running(eventId)) {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
        if (isStopped(process)) {
          return new FrozenCut(process);
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no ffmpeg was met within " + LIMIT);
  }

  /** Those that read a source of the event. */
  public static List<ProcessHandle> running(long eventId) {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
        .filter(process -> read(process, "cmdline").contains("clip-tests/" + eventId + "/"))
        .toList();
  }

  private static boolean isStopped(ProcessHandle process) {
    String status = read(process, "stat");
    return status.substring(status.lastIndexOf(')') + 1).startsWith(" T");
  }

  /** Empty once the process is gone. */
  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** When it was killed, in the terms of {@link System#nanoTime}; waits for it. */
  public long killedAt() throws Exception {
    return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Empty while it still stands. */
  public Optional<Long> killed() {
    return Optional.ofNullable(end.getNow(null));
  }
}
