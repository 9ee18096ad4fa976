package dev.recollect.embedded;

/** Another program listens on a port that one of our servers is to use. */
public final class PortTakenException extends StartFailedException {
  private static final long serialVersionUID = 1L;

  private final int port;

  /** Names the server and its port. */
  public PortTakenException(String name, int port) {
    super("port %d (%s) is taken by another program".formatted(port, name));
    this.port = port;
  }

  /** The taken TCP port. */
  public int port() {
    return port;
  }
}
