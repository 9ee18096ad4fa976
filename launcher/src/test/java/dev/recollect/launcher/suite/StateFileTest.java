package dev.recollect.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.home.DataHome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir private Path folder;

  @Test
  void isReadWholeOrNotAtAllWhileLaunchersComeAndGo() {
    DataHome home = new DataHome(folder, folder);
    home.create();
    CompletableFuture<Void> launchers =
        CompletableFuture.runAsync(
            () -> {
              StateFile file = new StateFile(home);
              for (int i = 0; i < 2_000; i++) {
                file.write(true, "http://127.0.0.1:8080", List.of());
                file.delete();
              }
            });
    StateFile other = new StateFile(home);
    while (!launchers.isDone()) {
      assertThat(other.read().map(state -> state.getBoolean("ready")).orElse(true)).isTrue();
    }
    launchers.join();
    assertThat(other.read()).isEmpty();
  }
}
