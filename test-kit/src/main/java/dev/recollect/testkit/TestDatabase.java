package dev.recollect.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A look into the database of a service from outside. For one thread. */
public final class TestDatabase implements AutoCloseable {
  private final Connection connection;

  private TestDatabase(Connection connection) {
    this.connection = connection;
  }

  /** Connects, with a schema's tables first; each statement commits unless said otherwise. */
  public static TestDatabase open(TestServers servers, String schema) throws SQLException {
    return new TestDatabase(
        DriverManager.getConnection(servers.jdbcUrl(schema), servers.user(), servers.password()));
  }

  /** The connection, to do anything with. */
  public Connection connection() {
    return connection;
  }

  /** The number in the first column of the first row. */
  public long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Changes something. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
