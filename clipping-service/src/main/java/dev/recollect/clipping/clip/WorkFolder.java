package dev.recollect.clipping.clip;

import dev.recollect.kit.process.ProcessName;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where clips lie while they are cut: a folder of its own for each process, with one of its own for
 * each clip. A process that was killed could not clear away its folder; the next one that begins a
 * clip on the same machine does.
 */
@ApplicationScoped
public class WorkFolder {
  private static final Logger LOG = Logger.getLogger(WorkFolder.class);

  private final Path root;
  private final Path own;

  WorkFolder(ClipsConfig config) {
    this.root =
        config
            .workFolder()
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "recollect-clips"))
            .toAbsolutePath();
    this.own = root.resolve(ProcessName.own());
  }

  /** One clip's folder; gone when it is closed. */
  final class Place implements AutoCloseable {
    private final Path folder;

    private Place(Path folder) {
      this.folder = folder;
    }

    Path file(String name) {
      return folder.resolve(name);
    }

    @Override
    public void close() {
      delete(folder);
    }
  }

  Place open() throws IOException {
    Files.createDirectories(own);
    removeLeftOver();
    return new Place(Files.createTempDirectory(own, "clip-"));
  }

  /** After the job threads have ended. A clip that is cut all the same keeps its folder. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
    try {
      Files.deleteIfExists(own);
    } catch (DirectoryNotEmptyException inUse) {
      // The next process removes what is left of it.
    } catch (IOException failure) {
      LOG.warnf(failure, "a work folder cannot be removed");
    }
  }

  private void removeLeftOver() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      folders.filter(folder -> !isOfLiving(folder)).forEach(WorkFolder::delete);
    }
  }

  private static boolean isOfLiving(Path folder) {
    String name = folder.getFileName().toString();
    return !ProcessName.isOne(name) || ProcessName.isOfLiving(name);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      // Another process of this machine was faster, or nothing was ever cut.
    } catch (IOException failure) {
      LOG.warnf(failure, "a work folder cannot be removed");
    }
  }
}
