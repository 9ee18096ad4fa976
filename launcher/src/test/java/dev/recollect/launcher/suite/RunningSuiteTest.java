package dev.recollect.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.home.DataHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {
  private static final URI FRONT_DOOR = URI.create("http://127.0.0.1:8080");

  @TempDir private Path folder;

  @Test
  void whoeverClaimsASuiteIsFoundAtOnceInPlaceOfAFormerLauncher() throws Exception {
    DataHome home = new DataHome(folder, folder);
    home.create();
    // As if this process had been the former one.
    new StateFile(home).write(true, "http://127.0.0.1:1", List.of());
    RunningSuite suite = new RunningSuite(home);
    Process claimant =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Claimant.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = claimant.inputReader()) {
      assertThat(said.readLine()).isEqualTo("claimed");

      assertThat(suite.launcher().map(ProcessHandle::pid)).contains(claimant.pid());
      assertThat(suite.isReady()).isFalse();
      assertThat(suite.frontDoor()).contains(FRONT_DOOR);
      assertThat(suite.claim(FRONT_DOOR)).isEmpty();
    } finally {
      claimant.destroyForcibly().waitFor();
    }
    assertThat(suite.launcher()).isEmpty();
    assertThat(suite.frontDoor()).as("of a launcher that was killed").isEmpty();
  }

  /** Claims the suite of a data home, and waits to be killed. */
  static final class Claimant {
    private Claimant() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      boolean claimed =
          new RunningSuite(new DataHome(folder, folder)).claim(FRONT_DOOR).isPresent();
      System.out.println(claimed ? "claimed" : "taken");
      var unused = System.in.read();
    }
  }
}
