package dev.recollect.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A TCP socket of this machine that takes connections, as the kernel tells of it.
 *
 * @param address it listens on
 */
record ListeningSocket(InetAddress address, int port) {
  private static final String LISTENS = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int HEX = 16;

  /**
   * Those of the processes, and those on the ports: the kernel does not let everybody see which
   * sockets a process of another account has.
   */
  static List<ListeningSocket> of(Collection<Long> pids, Collection<Integer> ports)
      throws IOException {
    Set<String> owned = new HashSet<>();
    for (long pid : pids) {
      owned.addAll(openFiles(pid));
    }
    List<ListeningSocket> sockets = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        for (String[] row : lines.map(line -> line.strip().split("\\s+")).toList()) {
          if (row[STATE].equals(LISTENS)) {
            ListeningSocket socket = parse(row[LOCAL]);
            if (owned.contains("socket:[" + row[INODE] + "]") || ports.contains(socket.port())) {
              sockets.add(socket);
            }
          }
        }
      }
    }
    return sockets;
  }

  private static Set<String> openFiles(long pid) {
    Set<String> files = new HashSet<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links) {
        files.add(Files.readSymbolicLink(link).toString());
      }
    } catch (IOException hiddenOrGone) {
      return files;
    }
    return files;
  }

  /** The address comes as numbers of four bytes in this machine's order, the port does not. */
  private static ListeningSocket parse(String hex) throws UnknownHostException {
    int colon = hex.indexOf(':');
    ByteBuffer kernel = ByteBuffer.wrap(HexFormat.of().parseHex(hex.substring(0, colon)));
    ByteBuffer address = ByteBuffer.allocate(kernel.capacity()).order(ByteOrder.nativeOrder());
    while (kernel.hasRemaining()) {
      address.putInt(kernel.getInt());
    }
    return new ListeningSocket(
        InetAddress.getByAddress(address.array()), Integer.parseInt(hex.substring(colon + 1), HEX));
  }
}
