package dev.recollect.launcher.command;

import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.RunningSuite;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the suite. */
@Command(
    name = "down",
    description = "Stop the suite; data stay. Status 1 if it had to be killed.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final int WAS_KILLED = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long it may take before it is killed (default: ${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    return switch (new RunningSuite(DataHome.current()).stop(Duration.ofSeconds(timeoutSeconds))) {
      case NOT_RUNNING -> {
        System.out.println("not running");
        yield 0;
      }
      case IN_ORDER -> {
        System.out.println("stopped");
        yield 0;
      }
      case KILLED -> {
        System.out.printf(
            "killed: it did not stop within %d s; the log of the launcher may say why (data stay)%n",
            timeoutSeconds);
        yield WAS_KILLED;
      }
    };
  }
}
