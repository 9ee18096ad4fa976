package dev.recollect.launcher.suite;

import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.OwnedProcess;
import dev.recollect.embedded.PostgresSettings;
import dev.recollect.embedded.ServerAccount;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The embedded PostgreSQL with the suite's database in it. */
final class PostgresPart implements Part {
  private static final Path OUTSIDE_HOMES = Path.of("/var/lib/recollect");

  /**
   * Short queries only: compiling them costs more than it saves. A table above a quarter of the
   * shared buffers is read past them on every scan, so 100,000 faces (about 120 MB) fit in a
   * quarter.
   */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "jit", "off", "max_connections", "120", "shared_buffers", "512MB", "max_wal_size", "1GB");

  private final PostgresSettings settings;
  private EmbeddedPostgres server;

  PostgresPart(DataHome home, Secrets secrets, int port) {
    this.settings =
        new PostgresSettings(
            dataFolder(home),
            home.log("postgresql"),
            port,
            Connections.USERNAME,
            secrets.postgresPassword(),
            PARAMETERS);
  }

  /**
   * In the data home, unless that lies where PostgreSQL's account cannot go, such as the home of
   * root.
   */
  private static Path dataFolder(DataHome home) {
    String name =
        UUID.nameUUIDFromBytes(home.home().toString().getBytes(StandardCharsets.UTF_8)).toString();
    Path outside = OUTSIDE_HOMES.resolve(name).resolve("postgres");
    // Data that began there stay there, though the way to the data home has been opened since.
    return Files.exists(outside)
        ? outside
        : ServerAccount.unprivileged().reachable(home.postgres(), outside);
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String address() {
    return "127.0.0.1:" + settings.port();
  }

  @Override
  public HealthQuestion healthQuestion() {
    return HealthQuestion.CONNECT;
  }

  /**
   * A former server of ours may still be ending on it: the server's own start waits for that, then
   * looks.
   */
  @Override
  public Optional<Integer> portToCheck() {
    return Optional.empty();
  }

  /** Where the data are. */
  Path dataFolder() {
    return settings.dataFolder();
  }

  @Override
  public void start() {
    server = EmbeddedPostgres.start(settings);
    try {
      server.createDatabase(Connections.DATABASE);
    } catch (SQLException e) {
      server.close();
      throw new StartFailedException(
          "PostgreSQL has no database for us: %s (is pgvector installed? setup/pgvector.sh does it)"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public Optional<OwnedProcess> process() {
    return Optional.ofNullable(server).map(EmbeddedPostgres::process);
  }
}
