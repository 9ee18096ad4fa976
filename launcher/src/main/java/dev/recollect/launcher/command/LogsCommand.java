package dev.recollect.launcher.command;

import dev.recollect.launcher.home.DataHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the logs of the parts, each line with its part's name. */
@Command(
    name = "logs",
    description = "Show the logs of all parts, or of those named.",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 250;

  @Parameters(paramLabel = "PART", description = "For example photos-service; default: all.")
  private List<String> parts = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as they grow, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "20",
      description = "Lines of each to begin with (${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<LogTail> tails = new ArrayList<>();
    for (Path log : logs(DataHome.current())) {
      tails.add(new LogTail(log, System.out));
    }
    if (tails.isEmpty()) {
      System.err.println("recollect: no such log");
      return 1;
    }
    for (LogTail tail : tails) {
      tail.showLast(lines);
    }
    while (follow) {
      for (LogTail tail : tails) {
        tail.showNew();
      }
      Thread.sleep(POLL_MILLIS);
    }
    return 0;
  }

  private List<Path> logs(DataHome home) throws IOException {
    if (!parts.isEmpty()) {
      return parts.stream().map(home::log).filter(Files::exists).toList();
    }
    if (!Files.isDirectory(home.logs())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home.logs())) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }
}
