package dev.recollect.kit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFolderTest {
  private static final String KIND = "recollect-service-";

  @TempDir Path parent;

  private ProcessFolder own() {
    return ProcessFolder.of(parent.resolve(KIND + ProcessName.own()));
  }

  @Test
  void isOpenToItsAccountOnlyAndGoesWhenItIsLetGoOf() throws Exception {
    ProcessFolder folder = own();
    Files.createDirectory(folder.path());
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

    folder.hold();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");

    folder.release();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void oneThatIsInUseStaysUntilItIsLetGoOfAgain() throws Exception {
    ProcessFolder folder = own();
    folder.hold();
    Path file = Files.writeString(folder.path().resolve("clip.mp4"), "half a clip");

    folder.release();
    assertThat(file).exists();
    assertThat(Path.of(folder.path() + ".lock")).exists();

    Files.delete(file);
    folder.release();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatALivingProcessUsesStaysWhateverItsNameAndWhatAKilledOneLeftGoes() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderOwnerMain.class.getName(),
                parent.resolve(KIND).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path folder = parent.resolve(KIND + "1-1");
    Path unfinished = parent.resolve(".recollect-1-1-1.lock");
    Path ownUnfinished = parent.resolve(".recollect-" + ProcessName.own() + "-1.lock");
    Path selfie;
    try {
      String held = other.inputReader().readLine();
      // As if the clock had been set meanwhile: no process of that number began then.
      Files.move(Path.of(held), folder);
      Files.move(Path.of(held + ".lock"), Path.of(folder + ".lock"));
      selfie = Files.writeString(folder.resolve("selfie"), "a face");
      // As it is before it is moved to its place.
      Files.createLink(unfinished, Path.of(folder + ".lock"));
      Files.createFile(ownUnfinished);

      own().hold();
      assertThat(unfinished).exists();
      assertThat(selfie).hasContent("a face");
    } finally {
      other.destroyForcibly().waitFor();
    }

    own().hold();

    assertThat(folder).doesNotExist();
    assertThat(Path.of(folder + ".lock")).doesNotExist();
    assertThat(unfinished).doesNotExist();
    assertThat(ownUnfinished).exists();
  }

  @Test
  void whatIsNoProcessesOfItsKindStays() throws Exception {
    Path ofAnotherKind = Files.createDirectory(parent.resolve("another-1-1"));
    Path lockOfAnotherKind = Files.createFile(parent.resolve("another-1-1.lock"));
    Path ofNoProcess = Files.createFile(parent.resolve(KIND + "notes.lock"));
    Path neverHeld = Files.createDirectory(parent.resolve(KIND + "2-2"));

    own().hold();

    assertThat(ofAnotherKind).exists();
    assertThat(lockOfAnotherKind).exists();
    assertThat(ofNoProcess).exists();
    assertThat(neverHeld).exists();
  }

  @Test
  void linksThatSomebodyLaidThereAreNotFollowed() throws Exception {
    Path target = Files.createDirectory(parent.resolve("readers"));
    Path file = Files.createFile(target.resolve("file"));
    Path link = Files.createSymbolicLink(parent.resolve(KIND + "1-1"), target);
    Path lockOfLink = Files.createFile(parent.resolve(KIND + "1-1.lock"));
    Files.createSymbolicLink(parent.resolve(KIND + "2-2.lock"), file);
    Path other = Files.createDirectory(parent.resolve(KIND + "2-2"));

    own().hold();
    assertThat(file).exists();
    assertThat(other).exists();
    assertThat(link).isSymbolicLink();
    assertThat(lockOfLink).doesNotExist();

    Files.delete(own().path());
    Files.createSymbolicLink(own().path(), target);
    assertThatThrownBy(() -> own().hold()).isInstanceOf(FileAlreadyExistsException.class);
  }
}
