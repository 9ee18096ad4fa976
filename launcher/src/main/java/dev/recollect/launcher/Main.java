package dev.recollect.launcher;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.command.DemoCommand;
import dev.recollect.launcher.command.DownCommand;
import dev.recollect.launcher.command.IngestCommand;
import dev.recollect.launcher.command.LogsCommand;
import dev.recollect.launcher.command.StatusCommand;
import dev.recollect.launcher.command.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "recollect",
    description = "Find yourself in an event's photos: a self-hosted suite of small services.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      IngestCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends with its status: 0 done, 1 not done, 2 called wrongly. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof StartFailedException) {
                command.getErr().println("recollect: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
              }
              throw failure;
            });
  }
}
