package dev.recollect.search.selfie;

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
 * process that was killed could not, so the next one does.
 */
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
