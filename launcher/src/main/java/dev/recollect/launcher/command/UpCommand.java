package dev.recollect.launcher.command;

import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.BackgroundLauncher;
import dev.recollect.launcher.suite.ForegroundLauncher;
import dev.recollect.launcher.suite.RunningSuite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the suite. */
@Command(
    name = "up",
    description = "Start the suite in the background; returns when everything is ready.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Option(names = "--foreground", description = "Stay; Ctrl-C stops everything.")
  private boolean foreground;

  @Override
  public Integer call() {
    DataHome home = DataHome.current();
    if (foreground) {
      return new ForegroundLauncher(home).runUntilStopped();
    }
    RunningSuite running = new RunningSuite(home);
    if (running.isReady()) {
      System.out.printf("already running at %s%n", running.frontDoor().orElseThrow());
      return 0;
    }
    return new BackgroundLauncher(home).start() ? 0 : 1;
  }
}
