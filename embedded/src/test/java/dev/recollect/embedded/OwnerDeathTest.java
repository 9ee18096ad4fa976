package dev.recollect.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnerDeathTest {
  private static final Path FOLDER = Servers.folder("owner-death");

  @Test
  void aKilledOwnerLeavesNoProcessAndItsDataCanBeOpenedAgain() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Drecollect.root=" + System.getProperty("recollect.root"),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerMain.class.getName(),
                FOLDER.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> children = new ArrayList<>();
    try (BufferedReader out = owner.inputReader()) {
      String line = out.readLine();
      assertThat(line).as("process ids of the servers").isNotNull();
      for (String pid : line.split(" ", -1)) {
        children.add(Long.valueOf(pid));
      }
      for (long child : List.copyOf(children)) {
        ProcessHandle.of(child)
            .orElseThrow()
            .descendants()
            .map(ProcessHandle::pid)
            .forEach(children::add);
      }
      // The workers of PostgreSQL may come and go; the servers stay.
      assertThat(children).hasSizeGreaterThan(2);
      assertThat(children.subList(0, 2)).allMatch(OwnerDeathTest::runs);
    }

    owner.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> children.stream().noneMatch(OwnerDeathTest::runs));
    try (EmbeddedPostgres again =
        EmbeddedPostgres.start(Servers.postgres(FOLDER, LoopbackPort.free()))) {
      assertThat(again.process().isAlive()).isTrue();
    }
  }

  /** Whether the process does anything any more: one that merely waits to be reaped does not. */
  private static boolean runs(long pid) {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return status.noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException e) {
      return false;
    }
  }
}
