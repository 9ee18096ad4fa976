package dev.recollect.kit.rest;

import dev.recollect.kit.process.ProcessFolder;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where selfies lie while their requests are received: a {@link ProcessFolder}, if its name ends
 * with {@code ${recollect.process}}. A request removes its own file at its end; a process that was
 * killed could not, so the next one of the same service does. For services that set {@code
 * recollect.uploads.own-folder=true} at build time.
 */
@IfBuildProperty(name = "recollect.uploads.own-folder", stringValue = "true")
@ApplicationScoped
class UploadsFolder {
  private final ProcessFolder folder;

  UploadsFolder(VertxHttpConfig config) {
    this.folder = ProcessFolder.of(Path.of(config.body().uploadsDirectory()));
  }

  /** Before the first request is received. */
  void start(@Observes StartupEvent event) throws IOException {
    folder.hold();
  }

  void stop(@Observes ShutdownEvent event) throws IOException {
    folder.release();
  }
}
