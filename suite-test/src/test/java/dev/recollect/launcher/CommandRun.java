package dev.recollect.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the command line in a process of its own.
 *
 * @param status exit status
 * @param output standard output and standard error
 */
record CommandRun(int status, String output) {

  /** Runs to the end. */
  static CommandRun of(Path home, String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(home, arguments)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandRun(process.waitFor(), output);
  }

  /** The command line of such a process. */
  static List<String> command(Path home, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Drecollect.root=" + System.getProperty("recollect.root"));
    command.add("-Drecollect.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Whether the process does anything any more: one that merely waits to be reaped does not. */
  static boolean runs(long pid) {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return status.noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException e) {
      return false;
    }
  }
}
