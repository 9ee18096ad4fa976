package dev.recollect.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.Main;
import dev.recollect.launcher.suite.SuiteClaimant;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, as people call it. */
@Timeout(60)
class DownCommandTest {
  @TempDir private Path home;

  @Test
  void aLauncherThatEndsHasBeenStopped() throws Exception {
    Process launcher = SuiteClaimant.start(home);
    try (BufferedReader said = launcher.inputReader()) {
      assertThat(said.readLine()).isEqualTo("claimed");

      assertThat(down()).isEqualTo(new Answer(0, "stopped\n"));
    } finally {
      launcher.destroyForcibly().waitFor();
    }
    assertThat(down()).isEqualTo(new Answer(0, "not running\n"));
  }

  @Test
  void aLauncherThatHadToBeKilledIsNotCalledStopped() throws Exception {
    Process launcher = SuiteClaimant.start(home);
    try (BufferedReader said = launcher.inputReader()) {
      assertThat(said.readLine()).isEqualTo("claimed");
      // It gets no processor any more, and so does nothing about the signal that asks it to end.
      signal(launcher, "STOP");

      Answer down = down("--timeout", "1");

      assertThat(down.status()).isEqualTo(1);
      assertThat(down.output())
          .isEqualTo(
              "killed: it did not stop within 1 s; the log of the launcher may say why (data stay)\n");
      assertThat(launcher.waitFor()).isEqualTo(128 + 9);
    } finally {
      launcher.destroyForcibly().waitFor();
    }
    assertThat(down()).isEqualTo(new Answer(0, "not running\n"));
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private record Answer(int status, String output) {}

  private Answer down(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
    command.add("-Drecollect.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("down");
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Answer(process.waitFor(), output);
  }
}
