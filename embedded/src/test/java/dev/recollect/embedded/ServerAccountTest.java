package dev.recollect.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class ServerAccountTest {
  private final Path folder = Servers.folder("account");
  private final ServerAccount account = ServerAccount.unprivileged();

  @Test
  void aFolderThatCanBeReachedIsTaken() {
    assertThat(account.reachable(folder.resolve("a/b"), Path.of("/other")))
        .isEqualTo(folder.resolve("a/b"));
  }

  @Test
  void aFolderInAClosedOneIsNot() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "another account is used only by root");
    account.createPassable(folder);
    Path closed =
        Files.createDirectory(
            folder.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    assertThat(account.reachable(closed.resolve("data"), Path.of("/other")))
        .isEqualTo(Path.of("/other"));
  }

  @Test
  void aFolderMadeForTheAccountCanBeReached() throws IOException {
    Path deep = folder.resolve("made/for/it");

    account.createPassable(deep);

    assertThat(account.reachable(deep.resolve("data"), Path.of("/other")))
        .isEqualTo(deep.resolve("data"));
  }
}
