package dev.recollect.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A PostgreSQL server of our own: private cluster, loopback only, passwords checked, no Unix
 * socket. It ends with this JVM; after a kill the next start recovers the data.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final String MAINTENANCE_DATABASE = "postgres";

  private final PostgresSettings settings;
  private final OwnedProcess process;

  private EmbeddedPostgres(PostgresSettings settings, OwnedProcess process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Creates the cluster if there is none and starts the server; returns when it answers queries.
   *
   * @throws PortTakenException if another program listens on the port
   * @throws StartFailedException if the server is not installed, refuses the data or the password,
   *     or stays silent
   */
  public static EmbeddedPostgres start(PostgresSettings settings) {
    ServerAccount account = ServerAccount.unprivileged();
    PostgresInstallation installation = PostgresInstallation.forData(settings.dataFolder());
    PostgresCluster cluster = new PostgresCluster(settings, installation, account);
    cluster.createIfAbsent();
    cluster.awaitFormerServerGone();
    LoopbackPort.requireFree("PostgreSQL", settings.port());
    List<String> command = new ArrayList<>();
    command.add(installation.program("postgres"));
    command.addAll(List.of("-D", settings.dataFolder().toString()));
    parameters(settings)
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    OwnedProcess process =
        OwnedProcess.start(
            new ProcessPlan(
                "PostgreSQL",
                account,
                command,
                Map.of(),
                settings.dataFolder(),
                settings.log(),
                ProcessSignal.INT,
                ProcessSignal.INT));
    EmbeddedPostgres server = new EmbeddedPostgres(settings, process);
    process.awaitHealthy(server::answers, START_LIMIT);
    return server;
  }

  private static Map<String, String> parameters(PostgresSettings settings) {
    Map<String, String> all = new TreeMap<>();
    // The detail of an error may hold a row, and a row may hold a name or an embedding.
    all.put("log_error_verbosity", "terse");
    all.putAll(settings.parameters());
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("port", Integer.toString(settings.port()));
    return all;
  }

  private boolean answers() {
    try (Connection connection = connect(MAINTENANCE_DATABASE);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      return result.next();
    } catch (SQLException e) {
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      if (state.startsWith("28")) {
        process.close();
        throw new StartFailedException(
            "PostgreSQL refuses the password of user %s: the data in %s were created with another one"
                .formatted(settings.user(), settings.dataFolder()),
            e);
      }
      return false;
    }
  }

  /**
   * Creates the database and its extension {@code vector} (in schema {@code public}) where they are
   * missing.
   */
  public void createDatabase(String name) throws SQLException {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("not a plain database name: " + name);
    }
    try (Connection connection = connect(MAINTENANCE_DATABASE);
        PreparedStatement find =
            connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery();
          Statement create = connection.createStatement()) {
        if (!found.next()) {
          create.execute("create database " + name);
        }
      }
    }
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists vector with schema public");
    }
  }

  /** Opens a connection as the cluster's superuser; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(START_LIMIT.toSeconds()));
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** JDBC URL of one of the cluster's databases. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(settings.port(), database);
  }

  /** TCP port on 127.0.0.1. */
  public int port() {
    return settings.port();
  }

  /** The cluster's folder. */
  public Path dataFolder() {
    return settings.dataFolder();
  }

  /** The server process. */
  public OwnedProcess process() {
    return process;
  }

  /** Disconnects the clients and ends the server in order. */
  @Override
  public void close() {
    process.close();
  }
}
