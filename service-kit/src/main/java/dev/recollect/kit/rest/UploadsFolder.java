package dev.recollect.kit.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where selfies lie while their requests are received. A request removes its own at its end; a
 * process that was killed could not, so the next one does. For services that set {@code
 * recollect.uploads.emptied-at-start=true} at build time, and a folder of their own.
 */
@IfBuildProperty(name = "recollect.uploads.emptied-at-start", stringValue = "true")
@ApplicationScoped
class UploadsFolder {

  void empty(@Observes StartupEvent event, VertxHttpConfig config) throws IOException {
    Path folder = Path.of(config.body().uploadsDirectory());
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : left) {
      Files.deleteIfExists(file);
    }
  }
}
