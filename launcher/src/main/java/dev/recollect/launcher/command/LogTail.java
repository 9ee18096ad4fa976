package dev.recollect.launcher.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the end of one log and then what is added to it. Lines are found in its bytes and decoded
 * one by one, so that bytes that are no text do not shift the place.
 */
final class LogTail {
  private static final int LONGEST_LINE = 400;

  private final Path log;
  private final PrintStream out;
  private final String prefix;
  private long position;

  LogTail(Path log, PrintStream out) {
    this.log = log;
    this.out = out;
    this.prefix = "%-16s | ".formatted(log.getFileName().toString().replaceFirst("\\.log$", ""));
  }

  void showLast(int lines) throws IOException {
    long size = Files.size(log);
    long from = Math.max(0, size - (long) lines * LONGEST_LINE);
    String[] all = read(from, size).split("\n", -1);
    // The last is what follows the final line break; the first may be cut.
    int end = all.length - 1;
    int begin = Math.max(from > 0 ? 1 : 0, end - lines);
    for (int i = begin; i < end; i++) {
      show(all[i]);
    }
    position = size - all[end].length();
  }

  /** Whole lines only; the rest waits for its end. */
  void showNew() throws IOException {
    long size = Files.size(log);
    if (size < position) {
      // Emptied by rotation.
      position = 0;
    }
    String fresh = read(position, size);
    int end = fresh.lastIndexOf('\n');
    if (end < 0) {
      return;
    }
    fresh.substring(0, end).lines().forEach(this::show);
    position += end + 1;
  }

  private void show(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    out.println(prefix + new String(bytes, StandardCharsets.UTF_8));
  }

  /** A character for every byte. */
  private String read(long from, long to) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) (to - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
