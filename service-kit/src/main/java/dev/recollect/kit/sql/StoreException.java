package dev.recollect.kit.sql;

import java.sql.SQLException;

/** The database refused a statement or was lost while it ran; the cause tells which. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(SQLException cause) {
    super(cause);
  }
}
