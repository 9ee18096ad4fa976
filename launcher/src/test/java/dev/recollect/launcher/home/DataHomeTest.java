package dev.recollect.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataHomeTest {
  @TempDir private Path folder;

  @Test
  void originalsAreForNoOtherAccountWhateverTheFolderWasBefore() throws IOException {
    DataHome home = new DataHome(folder, folder.resolve("home"));
    Files.createDirectories(home.storage());
    Files.setPosixFilePermissions(home.storage(), PosixFilePermissions.fromString("rwxr-xr-x"));

    home.create();
    home.create();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.storage())))
        .isEqualTo("rwx------");
    assertThat(home.logs()).isDirectory();
  }
}
