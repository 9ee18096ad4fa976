package dev.recollect.kit.error;

import java.net.SocketException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Tells failures that pass once the database is back from those that do not. */
public final class DatabaseOutage {
  /** What a caller is told. */
  public static final String MESSAGE = "The database does not answer; try again shortly";

  /** Of the reactive client, which not every service has: by its name, therefore. */
  private static final String CLOSED_CONNECTION = "io.vertx.sqlclient.ClosedConnectionException";

  /** Likewise; its message ends with the SQLSTATE in brackets. */
  static final String REFUSED_BY_SERVER = "io.vertx.pgclient.PgException";

  /** What it says of statements that found the connection lost, in types that say nothing. */
  private static final Pattern LOST_BEFORE =
      Pattern.compile(
          "(Connection is not active now, current status:"
              + "|Pending requests failed to be sent due to connection has been closed).*");

  private DatabaseOutage() {}

  /** Whether the connection to the database was lost, or could not be made. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SocketException
          || (t instanceof SQLException sql && isDown(sql.getSQLState()))
          || isToldByReactiveClient(t.getClass().getName(), String.valueOf(t.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToldByReactiveClient(String type, String message) {
    return switch (type) {
      case CLOSED_CONNECTION -> true;
      case REFUSED_BY_SERVER -> message.matches("(?s).*\\((08|57P0)\\w+\\)");
      default -> type.startsWith("io.vertx.core.") && LOST_BEFORE.matcher(message).matches();
    };
  }

  /** SQLSTATE class 08 is a lost connection, 57P0x a server that shuts down or starts up. */
  private static boolean isDown(String sqlState) {
    return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P0"));
  }
}
