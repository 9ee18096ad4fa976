package dev.recollect.launcher.command;

import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.RunningSuite;
import dev.recollect.launcher.suite.RunningSuite.PartStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what runs. */
@Command(
    name = "status",
    description =
        "Show every part: address, health, memory, uptime. Status 1 if a part is not well, 3 if nothing runs.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_RUNNING = 3;
  private static final String ROW = "%-18s %-26s %-7s %9s %10s%n";

  @Override
  public Integer call() {
    RunningSuite suite = new RunningSuite(DataHome.current());
    if (suite.launcher().isEmpty()) {
      System.out.println("not running");
      return NOT_RUNNING;
    }
    List<PartStatus> parts = suite.parts();
    System.out.printf(ROW, "PART", "ADDRESS", "HEALTH", "MEMORY", "UPTIME");
    for (PartStatus part : parts) {
      System.out.printf(
          ROW,
          part.name(),
          part.address(),
          part.healthy() ? "up" : "DOWN",
          part.residentKilobytes().isPresent()
              ? part.residentKilobytes().getAsLong() / 1024 + " MB"
              : "-",
          part.since().map(StatusCommand::uptime).orElse("-"));
    }
    return parts.stream().allMatch(PartStatus::healthy) ? 0 : 1;
  }

  private static String uptime(Instant since) {
    Duration up = Duration.between(since, Instant.now());
    return "%d:%02d:%02d".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart());
  }
}
