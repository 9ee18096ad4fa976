package dev.recollect.kit.process;

import java.time.Instant;

/** Names for what belongs to one process, such as folders: its number and when it began. */
public final class ProcessName {
  private ProcessName() {}

  /** This process's. */
  public static String own() {
    return of(ProcessHandle.current());
  }

  /** Whether a text is such a name. */
  public static boolean isOne(String text) {
    return text.matches("\\d{1,18}-\\d{1,18}");
  }

  /** Whether the process of that name still runs on this machine. */
  public static boolean isOfLiving(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
        .filter(process -> name.equals(of(process)))
        .isPresent();
  }

  /** A process's; its number alone is used again. */
  public static String of(ProcessHandle process) {
    long began = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + began;
  }
}
