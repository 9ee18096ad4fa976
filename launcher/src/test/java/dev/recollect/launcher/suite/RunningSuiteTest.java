package dev.recollect.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.home.DataHome;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {
  @TempDir private Path folder;

  @Test
  void whoeverClaimsASuiteIsFoundAtOnceInPlaceOfAFormerLauncher() throws Exception {
    DataHome home = new DataHome(folder, folder);
    home.create();
    // As if this process had been the former one.
    new StateFile(home).write(true, "http://127.0.0.1:1", List.of());
    RunningSuite suite = new RunningSuite(home);
    Process claimant = SuiteClaimant.start(folder);
    try (BufferedReader said = claimant.inputReader()) {
      assertThat(said.readLine()).isEqualTo("claimed");

      assertThat(suite.launcher().map(ProcessHandle::pid)).contains(claimant.pid());
      assertThat(suite.isReady()).isFalse();
      assertThat(suite.frontDoor()).contains(SuiteClaimant.FRONT_DOOR);
      assertThat(suite.claim(SuiteClaimant.FRONT_DOOR)).isEmpty();
    } finally {
      claimant.destroyForcibly().waitFor();
    }
    assertThat(suite.launcher()).isEmpty();
    assertThat(suite.frontDoor()).as("of a launcher that was killed").isEmpty();
  }
}
