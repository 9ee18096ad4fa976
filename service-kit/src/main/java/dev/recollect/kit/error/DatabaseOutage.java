package dev.recollect.kit.error;

import java.net.SocketException;
import java.sql.SQLException;

/** Tells failures that pass once the database is back from those that do not. */
public final class DatabaseOutage {
  /** What a caller is told. */
  public static final String MESSAGE = "The database does not answer; try again shortly";

  /** Of the reactive client, which not every service has: by its name, therefore. */
  private static final String CLOSED_CONNECTION = "io.vertx.sqlclient.ClosedConnectionException";

  /** Likewise; its message ends with the SQLSTATE in brackets. */
  private static final String REFUSED_BY_SERVER = "io.vertx.pgclient.PgException";

  private DatabaseOutage() {}

  /** Whether the connection to the database was lost, or could not be made. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SocketException || t.getClass().getName().equals(CLOSED_CONNECTION)) {
        return true;
      }
      if (t.getClass().getName().equals(REFUSED_BY_SERVER)
          && t.getMessage().matches("(?s).*\\((08|57P0)\\w+\\)")) {
        return true;
      }
      if (t instanceof SQLException sql && isDown(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** SQLSTATE class 08 is a lost connection, 57P0x a server that shuts down or starts up. */
  private static boolean isDown(String sqlState) {
    return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P0"));
  }
}
