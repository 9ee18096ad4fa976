package dev.recollect.clipping.clip;

import dev.recollect.kit.process.ProcessFolder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Where clips lie while they are cut: a folder of its own for each process, with one of its own for
 * each clip. A process that was killed could not clear away its folder; the next one on the same
 * machine does.
 */
@ApplicationScoped
public class WorkFolder {
  private static final Logger LOG = Logger.getLogger(WorkFolder.class);

  private final ProcessFolder own;

  WorkFolder(ClipsConfig config) {
    this.own =
        ProcessFolder.in(
            config.workFolder().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"))),
            "recollect-clips-");
  }

  /** One clip's folder; gone when it is closed. */
  static final class Place implements AutoCloseable {
    private final Path folder;

    private Place(Path folder) {
      this.folder = folder;
    }

    Path file(String name) {
      return folder.resolve(name);
    }

    @Override
    public void close() {
      try {
        ProcessFolder.remove(folder);
      } catch (IOException failure) {
        LOG.warnf(failure, "a work folder cannot be removed");
      }
    }
  }

  /** At once: its name can be guessed, and whoever makes it first keeps clips from being cut. */
  void start(@Observes StartupEvent event) throws IOException {
    own.hold();
  }

  Place open() throws IOException {
    own.hold();
    return new Place(Files.createTempDirectory(own.path(), "clip-"));
  }

  /** After the job threads have ended. A clip that is cut all the same keeps its folder. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
    try {
      own.release();
    } catch (IOException failure) {
      LOG.warnf(failure, "a work folder cannot be removed");
    }
  }
}
