package dev.recollect.kit.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One SQL statement with its parameters, so that stores are SQL and mapping and nothing else.
 * Instants, and collections of UUIDs, integers, longs, doubles or strings (as arrays), may be
 * parameters too; an array that may be empty needs a cast.
 */
public final class Sql {
  private final String text;
  private final Object[] parameters;

  private Sql(String text, Object[] parameters) {
    this.text = text;
    this.parameters = parameters;
  }

  public static Sql of(String text, Object... parameters) {
    return new Sql(text, parameters.clone());
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement that changes rows; how many it changed. */
  public int update(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return statement.executeUpdate();
    }
  }

  public <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    }
  }

  /** The first row, if there is one. Its value must not be null. */
  public <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  /** Whether there is a row. */
  public boolean exists(Connection connection) throws SQLException {
    return first(connection, row -> true).isPresent();
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, wireForm(connection, parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException refused) {
      statement.close();
      throw refused;
    }
  }

  private static Object wireForm(Connection connection, Object value) throws SQLException {
    return switch (value) {
      case Instant instant -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
      case Collection<?> many -> array(connection, many);
      case null, default -> value;
    };
  }

  private static Array array(Connection connection, Collection<?> values) throws SQLException {
    Object first = values.isEmpty() ? "" : values.iterator().next();
    String type =
        switch (first) {
          case UUID uuid -> "uuid";
          case Integer number -> "int4";
          case Long number -> "int8";
          case Double number -> "float8";
          case String string -> "text";
          default ->
              throw new IllegalArgumentException("no array of " + first.getClass().getName());
        };
    return connection.createArrayOf(type, values.toArray());
  }
}
