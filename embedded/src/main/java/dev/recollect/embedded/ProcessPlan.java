package dev.recollect.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to start and end one child process.
 *
 * @param name what people call it; used in messages
 * @param account whom it runs as
 * @param command program and arguments
 * @param environment variables set on top of the inherited ones
 * @param workingFolder an existing folder
 * @param log file that standard output and standard error are appended to
 * @param stopSignal what asks the process to end in order
 * @param ownerDeathSignal what the kernel sends the process when its owner is gone
 */
public record ProcessPlan(
    String name,
    ServerAccount account,
    List<String> command,
    Map<String, String> environment,
    Path workingFolder,
    Path log,
    ProcessSignal stopSignal,
    ProcessSignal ownerDeathSignal) {

  /** Copies the collections and refuses an empty command. */
  public ProcessPlan {
    Objects.requireNonNull(name);
    Objects.requireNonNull(account);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("no command for " + name);
    }
  }
}
