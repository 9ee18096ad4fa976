package dev.recollect.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The build that this test JVM belongs to. */
final class BuildProcess {
  private BuildProcess() {}

  /**
   * The nearest JVM above this one (Maven, or a development environment); this one if there is
   * none.
   */
  static ProcessHandle find() {
    Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
    while (ancestor.isPresent()) {
      if (ancestor.get().info().command().map(command -> command.endsWith("/java")).orElse(false)) {
        return ancestor.get();
      }
      ancestor = ancestor.get().parent();
    }
    return ProcessHandle.current();
  }

  /**
   * The project's root folder: as the build says, or the nearest folder above that holds {@code
   * .mvn}.
   */
  static Path root() {
    String told = System.getProperty("recollect.root");
    if (told != null) {
      return Path.of(told).toAbsolutePath().normalize();
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      if (Files.isDirectory(folder.resolve(".mvn"))) {
        return folder;
      }
      folder = folder.getParent();
    }
    throw new IllegalStateException(
        "run the tests inside the project, or set the system property recollect.root");
  }
}
