package dev.recollect.kit.process;

import java.time.Instant;

/**
 * Names for what belongs to one process, such as folders: its number and when it began. Whether it
 * still lives is not told by its name.
 */
final class ProcessName {
  private ProcessName() {}

  /** This process's. */
  static String own() {
    ProcessHandle process = ProcessHandle.current();
    long began = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + began;
  }
}
