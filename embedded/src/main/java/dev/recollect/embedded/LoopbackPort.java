package dev.recollect.embedded;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. */
public final class LoopbackPort {
  private static final int LOWEST = 10_000;
  private static final int EPHEMERAL_UNLESS_SAID_OTHERWISE = 32_768;

  /** Held for as long as this process lives. */
  private static final Map<Integer, DatagramSocket> CLAIMS = new ConcurrentHashMap<>();

  private LoopbackPort() {}

  /**
   * A port that nobody listens on right now, another one at each call, and in each process that
   * asks here while this one lives. It lies below those that the system gives to outgoing
   * connections, of which one could take it before its user does, or while its user restarts.
   */
  public static int free() {
    int end = Math.max(LOWEST + 1_000, firstEphemeral());
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      if (claim(port)) {
        if (isFree(port)) {
          return port;
        }
        CLAIMS.remove(port).close();
      }
    }
  }

  /** By the UDP port of that number, which none of our servers uses. */
  private static boolean claim(int port) {
    try {
      CLAIMS.put(port, new DatagramSocket(port, loopback()));
      return true;
    } catch (IOException claimed) {
      return false;
    }
  }

  private static int firstEphemeral() {
    try {
      String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
      return Integer.parseInt(range.strip().split("\\s+", 2)[0]);
    } catch (IOException notLinux) {
      return EPHEMERAL_UNLESS_SAID_OTHERWISE;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
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
