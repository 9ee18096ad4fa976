package dev.recollect.launcher.command;

import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.RunningSuite;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the suite. */
@Command(name = "down", description = "Stop the suite; data stay.", mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Integer call() {
    boolean ran = new RunningSuite(DataHome.current()).stop(PATIENCE);
    System.out.println(ran ? "stopped" : "not running");
    return 0;
  }
}
