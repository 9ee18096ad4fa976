package dev.recollect.launcher.settings;

/** The database of the suite. */
public sealed interface Database {

  /**
   * A private PostgreSQL of ours.
   *
   * @param port on 127.0.0.1
   */
  record Embedded(int port) implements Database {}

  /**
   * A PostgreSQL that somebody else runs; the database exists and the extension {@code vector} can
   * be created in it.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
   */
  record External(String jdbcUrl, String username, String password) implements Database {
    @Override
    public String toString() {
      return "External[" + jdbcUrl + "]";
    }
  }
}
