package dev.recollect.photos.scratch;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary files. What a killed process left is removed when the next one starts. */
@ApplicationScoped
public class Scratch {
  private static final String OWNER = "unix:uid";
  private static final Integer ROOT = 0;

  private final Path folder;

  Scratch(ScratchConfig config) {
    this.folder = config.dir();
  }

  void atStart(@Observes @Priority(1) StartupEvent event) throws IOException {
    Path own = Files.createDirectories(folder);
    keepToOneself(own);
    delete(own, false);
    Files.createDirectories(own.resolve("uploads"));
  }

  /**
   * Somebody else may have made the folder before, where everybody may make folders, to read what
   * is uploaded or to have other files emptied. A folder of root is one that was mounted.
   */
  private static void keepToOneself(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "owner-", null);
    Object self = Files.getAttribute(probe, OWNER, LinkOption.NOFOLLOW_LINKS);
    Files.delete(probe);
    Object owner = Files.getAttribute(folder, OWNER, LinkOption.NOFOLLOW_LINKS);
    if (owner.equals(self)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } else if (!owner.equals(ROOT)) {
      throw new IllegalStateException(
          "recollect.scratch.dir belongs to somebody else; name a folder of the service's own");
    }
  }

  /** A new folder; the caller closes it, which deletes it with everything in it. */
  public Folder open() throws IOException {
    return new Folder(Files.createTempDirectory(folder, "work-"));
  }

  /** A temporary folder. */
  public record Folder(Path path) implements AutoCloseable {

    /** A file in it, which does not exist yet. */
    public Path file(String name) {
      return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
      delete(path, true);
    }
  }

  private static void delete(Path folder, boolean itself) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
    for (Path path : deepestFirst) {
      if (itself || !path.equals(folder)) {
        Files.deleteIfExists(path);
      }
    }
  }
}
