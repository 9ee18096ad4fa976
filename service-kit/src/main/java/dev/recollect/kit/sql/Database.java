package dev.recollect.kit.sql;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** The service's schema. Every call blocks: use it from virtual or job threads. */
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
@ApplicationScoped
public class Database {
  /** SQLSTATE of a character that is not in the database's repertoire. */
  private static final String UNSTORABLE_TEXT = "22021";

  private final AgroalDataSource dataSource;

  public Database(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Something done on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs statements that each stand for themselves. */
  public <T> T read(Work<T> work) {
    try (Connection connection = open()) {
      return work.on(connection);
    } catch (SQLException failure) {
      throw told(failure);
    }
  }

  /** Runs statements that take effect together or not at all (isolation: read committed). */
  public <T> T transact(Work<T> work) {
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error failure) {
        rollBack(connection, failure);
        throw failure;
      }
    } catch (SQLException failure) {
      throw told(failure);
    }
  }

  /**
   * Runs a statement again and again, each time in a transaction of its own, until it changes fewer
   * rows than it takes at once.
   *
   * @param atOnce how many it takes
   * @return how many it changed in all
   */
  public long repeat(int atOnce, Work<Integer> statement) {
    long all = 0;
    int changed;
    do {
      changed = transact(statement);
      all += changed;
    } while (changed == atOnce);
    return all;
  }

  /** PostgreSQL stores every character but U+0000; whoever sends one hears so. */
  private static RuntimeException told(SQLException failure) {
    return UNSTORABLE_TEXT.equals(failure.getSQLState())
        ? new RecollectException(
            ErrorCode.INVALID_FIELD, "A text contains a character that cannot be stored", failure)
        : new StoreException(failure);
  }

  private Connection open() {
    try {
      return dataSource.getConnection();
    } catch (SQLException unreachable) {
      throw RecollectException.unavailable(
          "The database does not answer; try again shortly", unreachable);
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      failure.addSuppressed(lost);
    }
  }
}
