package dev.recollect.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. */
public final class LoopbackPort {
  private LoopbackPort() {}

  /** A port nobody listens on right now; somebody else may take it before its user does. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that a server may listen on the port.
   *
   * @throws PortTakenException if another program does already
   */
  public static void requireFree(String serverName, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it: connections of a former server in TIME_WAIT do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
    } catch (IOException e) {
      throw new PortTakenException(serverName, port);
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
