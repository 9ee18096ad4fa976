package dev.recollect.clipping.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The last lines that a program wrote to standard error. Lines are handed on as they come; only the
 * end is kept, so a talkative program costs no memory.
 */
final class ErrorTail {
  private static final int KEPT_LINES = 20;
  private static final int KEPT_LINE_LENGTH = 400;

  /** {@code [mov,mp4,m4a,3gp,3g2,mj2 @ 0x5581e0]}. */
  private static final Pattern SPEAKER = Pattern.compile("^\\[[^\\]]* @ 0x[0-9a-f]+\\] ");

  private final Predicate<String> taken;
  private final List<String> hidden;
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param arguments of the program; absolute paths among them are not shown to anybody
   * @param taken lines for which it is true are data, not complaints, and are not kept
   */
  ErrorTail(List<String> arguments, Predicate<String> taken) {
    this.taken = taken;
    this.hidden = arguments.stream().filter(argument -> argument.startsWith("/")).toList();
  }

  /** Reads to the end of the stream. */
  void read(BufferedReader standardError) {
    try {
      for (String line = standardError.readLine(); line != null; ) {
        if (!taken.test(line)) {
          add(line);
        }
        line = standardError.readLine();
      }
    } catch (IOException closed) {
      add("(the rest of standard error was not read)");
    }
  }

  synchronized void add(String line) {
    String shown = line;
    for (String path : hidden) {
      shown = shown.replace(path, "the video");
    }
    shown = shown.substring(0, Math.min(KEPT_LINE_LENGTH, shown.length())).strip();
    if (!shown.isEmpty()) {
      lines.addLast(shown);
    }
    if (lines.size() > KEPT_LINES) {
      lines.removeFirst();
    }
  }

  synchronized String log() {
    return String.join("\n", lines);
  }

  /** The line that says most: the first of the last burst that names a cause. */
  synchronized String reason() {
    return lines.stream()
        .map(line -> SPEAKER.matcher(line).replaceFirst(""))
        .filter(line -> !line.startsWith("Last message repeated"))
        .reduce((first, second) -> second.startsWith("the video: ") ? first : second)
        .orElse("no reason given");
  }
}
