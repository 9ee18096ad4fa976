package dev.recollect.launcher.suite;

import dev.recollect.embedded.OwnedProcess;
import dev.recollect.launcher.home.DataHome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** What a launcher says about itself to the other commands. */
final class StateFile {
  private final Path file;

  StateFile(DataHome home) {
    this.file = home.state();
  }

  /** Replaces the file in one step. */
  synchronized void write(boolean ready, String frontDoor, List<Part> parts) {
    JsonArray list = new JsonArray();
    for (Part part : parts) {
      list.add(
          new JsonObject()
              .put("name", part.name())
              .put("address", part.address())
              .put("question", part.healthQuestion().name())
              .put(
                  "pid",
                  part.process()
                      .filter(OwnedProcess::isAlive)
                      .map(OwnedProcess::pid)
                      .orElse(null)));
    }
    JsonObject state =
        new JsonObject()
            .put("pid", ProcessHandle.current().pid())
            .put("ready", ready)
            .put("frontDoor", frontDoor)
            .put("parts", list);
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".draft");
      Files.writeString(draft, state.encodePrettily());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if no launcher has written one, or it is gone again. */
  Optional<JsonObject> read() {
    try {
      return Optional.of(new JsonObject(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void delete() {
    file.toFile().delete();
  }
}
