package dev.recollect.launcher.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Keeps the logs of long-running parts from filling the disk. */
final class LogFiles {
  private static final long LARGE_BYTES = 32L << 20;

  private LogFiles() {}

  /**
   * Copies each large log to {@code <name>.1} and empties it. Its writer appends, so it goes on at
   * the new start; lines written between the copy and the cut are lost.
   */
  static void rotateLarge(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> large =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .filter(file -> file.toFile().length() > LARGE_BYTES)
              .toList();
      for (Path log : large) {
        Files.copy(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
