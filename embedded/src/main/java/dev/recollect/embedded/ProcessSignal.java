package dev.recollect.embedded;

/** A POSIX signal that ends a process. */
public enum ProcessSignal {
  /** Asks to end; to PostgreSQL it means "fast shutdown": disconnect clients, then end in order. */
  INT,
  /**
   * Asks to end; to a JVM it means "run the shutdown hooks", to PostgreSQL "wait for the clients".
   */
  TERM,
  /** Ends at once; cannot be caught. */
  KILL
}
