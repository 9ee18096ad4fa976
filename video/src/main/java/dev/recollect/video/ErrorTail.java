package dev.recollect.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

  private static final Pattern URL = Pattern.compile("https?://\\S+");

  /** What is said when the network, or the server at its other end, is at fault. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "^(Stream ends prematurely|the video: (Server returned|Connection |Input/output error"
              + "|Network |No route to host|Broken pipe))");

  private static final Pattern OUT_OF_SPACE =
      Pattern.compile("(No space left on device|Disk quota exceeded)$");

  private final Predicate<String> taken;
  private final List<String> hidden;
  private final Deque<String> lines = new ArrayDeque<>();
  private final boolean remote;
  private Optional<String> unreachable = Optional.empty();
  private boolean outOfSpace;

  /**
   * @param arguments of the program; absolute paths and URLs among them, whose queries may be
   *     signatures, are not shown to anybody
   * @param taken lines for which it is true are data, not complaints, and are not kept
   */
  ErrorTail(List<String> arguments, Predicate<String> taken) {
    this.taken = taken;
    this.hidden = arguments.stream().filter(ErrorTail::isPlace).toList();
    this.remote = hidden.stream().anyMatch(place -> !place.startsWith("/"));
  }

  private static boolean isPlace(String argument) {
    return argument.startsWith("/") || URL.matcher(argument).matches();
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
    String shown = shown(line);
    shown = shown.substring(0, Math.min(KEPT_LINE_LENGTH, shown.length())).strip();
    String said = SPEAKER.matcher(shown).replaceFirst("");
    if (remote && UNREACHABLE.matcher(said).find()) {
      unreachable = Optional.of(said.replaceFirst("^the video: ", ""));
    }
    outOfSpace = outOfSpace || OUT_OF_SPACE.matcher(said).find();
    if (!shown.isEmpty()) {
      lines.addLast(shown);
    }
    if (lines.size() > KEPT_LINES) {
      lines.removeFirst();
    }
  }

  /** The text without paths, URLs and what may have been cut out of one. */
  String shown(String text) {
    String shown = text;
    for (String place : hidden) {
      shown = shown.replace(place, "the video");
      int query = place.indexOf('?');
      if (query > 0) {
        shown = shown.replace(place.substring(query), "");
      }
    }
    return URL.matcher(shown).replaceAll("the video");
  }

  /** What was wrong with the network or the server at its other end, if anything was. */
  synchronized Optional<String> unreachable() {
    return unreachable;
  }

  /** Whether the disk that it was to write to was full. */
  synchronized boolean outOfSpace() {
    return outOfSpace;
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
