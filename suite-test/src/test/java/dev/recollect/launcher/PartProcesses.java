package dev.recollect.launcher;

import dev.recollect.launcher.home.DataHome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Optional;

/** Which processes a running suite consists of, as its launcher notes it. */
final class PartProcesses {
  private PartProcesses() {}

  /** Process id; empty for a part that does not run, or not here. */
  static Optional<Long> pid(DataHome home, String part) throws IOException {
    return new JsonObject(Files.readString(home.state()))
        .getJsonArray("parts").stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getString("name").equals(part))
            .map(each -> each.getLong("pid"))
            .filter(Objects::nonNull)
            .findFirst();
  }
}
