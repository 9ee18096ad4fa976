package dev.recollect.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed server programs of one PostgreSQL major version.
 *
 * @param major major version, 15 or later
 * @param programs folder that holds {@code postgres} and {@code initdb}
 */
public record PostgresInstallation(int major, Path programs) {
  private static final int OLDEST = 15;
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /**
   * The installation for a data folder: the one that wrote it, or the newest for a new folder.
   *
   * @throws StartFailedException if it is not installed
   */
  public static PostgresInstallation forData(Path dataFolder) {
    Path version = dataFolder.resolve("PG_VERSION");
    if (!Files.exists(version)) {
      return newest();
    }
    try {
      int major = Integer.parseInt(Files.readString(version).strip());
      return installed().stream()
          .filter(installation -> installation.major() == major)
          .findFirst()
          .orElseThrow(
              () ->
                  new StartFailedException(
                      "the data in %s were written by PostgreSQL %d, which is no longer installed: install it (Debian: postgresql-%d), or move the data over with pg_upgrade"
                          .formatted(dataFolder, major, major)));
    } catch (IOException | NumberFormatException e) {
      throw new StartFailedException("cannot read " + version + ": " + e.getMessage(), e);
    }
  }

  private static PostgresInstallation newest() {
    return installed().stream()
        .max(Comparator.comparingInt(PostgresInstallation::major))
        .orElseThrow(
            () ->
                new StartFailedException(
                    "no PostgreSQL server %d or later below %s: install one (Debian: apt-get install postgresql), then run setup/pgvector.sh"
                        .formatted(OLDEST, DEBIAN)));
  }

  private static List<PostgresInstallation> installed() {
    if (!Files.isDirectory(DEBIAN)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions.flatMap(folder -> at(folder).stream()).toList();
    } catch (IOException e) {
      throw new StartFailedException("cannot list " + DEBIAN + ": " + e.getMessage(), e);
    }
  }

  private static Optional<PostgresInstallation> at(Path folder) {
    String name = folder.getFileName().toString();
    Path programs = folder.resolve("bin");
    if (!name.matches("\\d+") || !Files.isExecutable(programs.resolve("postgres"))) {
      return Optional.empty();
    }
    int major = Integer.parseInt(name);
    return major < OLDEST
        ? Optional.empty()
        : Optional.of(new PostgresInstallation(major, programs));
  }

  String program(String name) {
    return programs.resolve(name).toString();
  }
}
