package dev.recollect.kit.sql;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Connections to PostgreSQL that notice within two minutes that the other end is gone without a
 * word, however long a statement may take and whatever the system's own pause is. Named in the
 * driver's property {@code socketFactory}, beside {@code tcpKeepAlive}, which switches the question
 * on.
 */
@RegisterForReflection
public final class KeepAliveSockets extends SocketFactory {
  /** Silence before the first question; also keeps the connection open in firewalls between. */
  private static final int IDLE_SECONDS = 60;

  private static final int INTERVAL_SECONDS = 10;
  private static final int QUESTIONS = 6;

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new Socket();
    socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, QUESTIONS);
    return socket;
  }

  /** The driver connects by itself. */
  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }
}
