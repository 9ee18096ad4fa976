package dev.recollect.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.process.ProcessName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsFolderTest {
  @TempDir Path parent;

  private Path folderOf(String process) throws Exception {
    return Files.createDirectory(parent.resolve("recollect-service-" + process));
  }

  private UploadsFolder own() {
    return new UploadsFolder(parent.resolve("recollect-service-" + ProcessName.own()));
  }

  @Test
  void isOpenToItsAccountOnlyAndGoesWithTheProcess() throws Exception {
    Path folder = folderOf(ProcessName.own());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    own().start(new StartupEvent());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");

    own().stop(new ShutdownEvent());
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatALivingOneUsesStays() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    Path folder = folderOf(ProcessName.of(other.toHandle()));
    Path selfie = Files.writeString(folder.resolve("selfie"), "a face");
    Path elsewhere = Files.createDirectory(parent.resolve("another-1-1"));
    try {
      own().start(new StartupEvent());
      assertThat(selfie).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }

    own().start(new StartupEvent());

    assertThat(folder).doesNotExist();
    assertThat(elsewhere).exists();
  }

  @Test
  void aLinkThatSomebodyLaidThereIsNotFollowed() throws Exception {
    Path target = Files.createDirectory(parent.resolve("readers"));
    Files.createSymbolicLink(parent.resolve("recollect-service-" + ProcessName.own()), target);

    assertThatThrownBy(() -> own().start(new StartupEvent()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
