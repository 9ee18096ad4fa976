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
                file.write(i % 2 == 0, "door " + i % 2, List.of());
                file.delete();
              }
            });
    StateFile other = new StateFile(home);
    while (!launchers.isDone()) {
      // To be told that it is not there is fine; an exception, or half of it, is not.
      other
          .read()
          .ifPresent(
              state ->
                  assertThat(state.getString("frontDoor"))
                      .isEqualTo(state.getBoolean("ready") ? "door 0" : "door 1"));
    }
    launchers.join();
    assertThat(other.read()).isEmpty();
  }
}
