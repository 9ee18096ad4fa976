package dev.recollect.clipping.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  @TempDir Path root;

  private WorkFolder folder() {
    return new WorkFolder(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ClipsConfig.class)
            .withDefaultValue("recollect.clips.work-folder", root.toString())
            .build()
            .getConfigMapping(ClipsConfig.class));
  }

  @Test
  void isTheProcesssOwnBeforeTheFirstClip() throws Exception {
    WorkFolder folder = folder();

    folder.start(new StartupEvent());

    assertThat(root).isDirectoryContaining("glob:**/recollect-clips-*.lock");
    folder.stop(new ShutdownEvent());
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aClipThatIsCutWhileTheServiceStopsKeepsItsFolder() throws Exception {
    WorkFolder folder = folder();
    Path file;
    try (WorkFolder.Place place = folder.open()) {
      file = Files.writeString(place.file("clip.mp4"), "half a clip");
      Path own = file.getParent().getParent();
      // Between the two would be a folder that somebody else may have made before.
      assertThat(own.getParent()).isEqualTo(root);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
          .isEqualTo("rwx------");

      folder.stop(new ShutdownEvent());

      assertThat(file).hasContent("half a clip");
    }
    assertThat(file.getParent()).doesNotExist();
    folder.stop(new ShutdownEvent());
    assertThat(root).isEmptyDirectory();
  }
}
