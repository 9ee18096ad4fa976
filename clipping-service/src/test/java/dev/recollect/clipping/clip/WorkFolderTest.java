package dev.recollect.clipping.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aClipThatIsCutWhileTheServiceStopsKeepsItsFolder() throws Exception {
    WorkFolder folder = folder();
    Path file;
    try (WorkFolder.Place place = folder.open()) {
      file = Files.writeString(place.file("clip.mp4"), "half a clip");

      folder.stop(new ShutdownEvent());

      assertThat(file).hasContent("half a clip");
    }
    assertThat(file.getParent()).doesNotExist();
    folder.stop(new ShutdownEvent());
    assertThat(root).isEmptyDirectory();
  }
}
