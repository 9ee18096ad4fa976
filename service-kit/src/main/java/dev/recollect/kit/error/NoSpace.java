package dev.recollect.kit.error;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Tells a full disk from other failures, be it the service's own or the database's. Java knows the
 * first by the system's words only.
 */
public final class NoSpace {
  /** What a caller is told. */
  public static final String MESSAGE = "The server has no disk space left; try again later";

  private static final String DISK_FULL = "53100";

  private NoSpace() {}

  /** Whether a disk, or the service's share of it, was full. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if ((t instanceof IOException && isTold(message))
          || (t instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState()))
          || isToldByReactiveClient(t.getClass().getName(), message)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTold(String message) {
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("File too large");
  }

  private static boolean isToldByReactiveClient(String type, String message) {
    return type.equals(DatabaseOutage.REFUSED_BY_SERVER) && message.endsWith("(" + DISK_FULL + ")");
  }
}
