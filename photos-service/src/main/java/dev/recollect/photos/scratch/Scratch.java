package dev.recollect.photos.scratch;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary files. What a killed process left is removed when the next one starts. */
@ApplicationScoped
public class Scratch {
  private final Path folder;

  Scratch(ScratchConfig config) {
    this.folder = config.dir();
  }

  void atStart(@Observes @Priority(1) StartupEvent event) throws IOException {
    Path own = Files.createDirectories(folder);
    delete(own, false);
    Files.createDirectories(own.resolve("uploads"));
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
