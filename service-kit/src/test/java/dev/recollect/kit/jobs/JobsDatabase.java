package dev.recollect.kit.jobs;

import dev.recollect.kit.ConfigReader;
import dev.recollect.testkit.TestServers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A database of its own with the kit's tables, and what works on them. */
final class JobsDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 10;

  final AgroalDataSource dataSource;
  final WorkQueue queue = new WorkQueue();
  final WorkClaims claims = new WorkClaims();
  private final TestServers servers = TestServers.get().withNewDatabase();

  /** The pool drops lost connections, as that of a Quarkus service does. */
  JobsDatabase() {
    try {
      dataSource =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      pool ->
                          pool.maxSize(CONNECTIONS)
                              .exceptionSorter(new PostgreSQLExceptionSorter())
                              .connectionFactoryConfiguration(
                                  factory ->
                                      factory
                                          .jdbcUrl(servers.jdbcUrl())
                                          .principal(new NamePrincipal(servers.user()))
                                          .credential(new SimplePassword(servers.password())))));
      migrate("V0_1__jobs");
      migrate("R__work_item_reason");
      execute("create table effect (item_id uuid not null, attempt int not null)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void migrate(String name) throws IOException, SQLException {
    try (InputStream migration = WorkQueue.class.getResourceAsStream("/db/kit/" + name + ".sql")) {
      execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  EventTurn turn(Map<String, String> settings, MeterRegistry registry) {
    return new EventTurn(dataSource, claims, config(settings), new JobMetrics(registry));
  }

  static JobsConfig config(Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((name, value) -> named.put("recollect.jobs." + name, value));
    return ConfigReader.read(JobsConfig.class, named);
  }

  void enqueue(String name, long eventId, UUID itemId) {
    try (Connection connection = dataSource.getConnection()) {
      queue.enqueue(connection, name, eventId, itemId);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Work that leaves a row in {@code effect} through its transaction. */
  static void leaveEffect(WorkItem item, Connection transaction) throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement("insert into effect (item_id, attempt) values (?, ?)")) {
      insert.setObject(1, item.itemId());
      insert.setInt(2, item.attempt());
      insert.executeUpdate();
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Has more connections in the pool than any work takes. */
  void fillPool() throws SQLException {
    List<Connection> connections = new ArrayList<>();
    try {
      while (connections.size() < CONNECTIONS) {
        connections.add(dataSource.getConnection());
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** Ends every connection and accepts no new one. */
  void refuseConnections() throws SQLException {
    setAccepting(false);
    asAdministrator(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '%s'");
  }

  /** Ends an outage. */
  void acceptConnections() throws SQLException {
    setAccepting(true);
  }

  private void setAccepting(boolean accepting) throws SQLException {
    asAdministrator("alter database %s allow_connections " + accepting);
  }

  /** From another database of the same server. */
  private void asAdministrator(String sql) throws SQLException {
    TestServers elsewhere = TestServers.get();
    String name = servers.jdbcUrl().replaceAll("^jdbc:postgresql://[^/]+/([^?]*).*", "$1");
    try (Connection connection =
            DriverManager.getConnection(
                elsewhere.jdbcUrl(), elsewhere.user(), elsewhere.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(name));
    }
  }

  /** A connection outside the pool, for a worker that is to be killed. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(servers.jdbcUrl(), servers.user(), servers.password());
  }

  /** Rows as their columns joined by a blank. */
  List<String> rows(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int n = 1; n <= rows.getMetaData().getColumnCount(); n++) {
          columns.add(rows.getString(n));
        }
        all.add(String.join(" ", columns));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ids that sort as their number does. */
  static UUID id(int number) {
    return new UUID(0, number);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
