package dev.recollect.launcher.suite;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.home.DataHome;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a launcher that outlives this process. */
public final class BackgroundLauncher {
  private static final long POLL_MILLIS = 100;

  private final DataHome home;

  /** For the suite of the data home. */
  public BackgroundLauncher(DataHome home) {
    this.home = home;
  }

  /**
   * Starts it, shows what it says, and returns when it is ready or has given up.
   *
   * @return whether it is ready
   */
  public boolean start() {
    home.create();
    Path log = home.log("launcher");
    List<String> command = new ArrayList<>();
    // A session of its own: closing the terminal does not reach it.
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.recollect.launcher.Main"));
    command.addAll(List.of("up", "--foreground"));
    try {
      long shown = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(command)
              .directory(home.root().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      RunningSuite suite = new RunningSuite(home);
      while (true) {
        boolean alive = process.isAlive();
        boolean ready = alive && suite.isReady(process.pid());
        shown = show(log, shown);
        if (ready || !alive) {
          return ready;
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException(
          "interrupted; the launcher goes on (recollect down stops it)", e);
    }
  }

  private static long show(Path log, long from) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.min(from, Files.size(log)));
      byte[] fresh = in.readAllBytes();
      System.out.write(fresh);
      System.out.flush();
      return from + fresh.length;
    }
  }
}
