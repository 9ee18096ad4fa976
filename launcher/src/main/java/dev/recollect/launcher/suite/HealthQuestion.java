package dev.recollect.launcher.suite;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How to ask a part whether it is well. */
enum HealthQuestion {
  /** A connection can be opened. */
  CONNECT,
  /** Any HTTP answer will do: object storage refuses a call without a signature. */
  HTTP,
  /** The service says it is ready. */
  READY;

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * Asks and waits up to a few seconds for the answer.
   *
   * @param address {@code host:port} for {@link #CONNECT}, otherwise a URL
   */
  boolean ask(String address) {
    return switch (this) {
      case CONNECT -> connects(address);
      case HTTP -> status(URI.create(address)) > 0;
      case READY -> status(URI.create(address + "/q/health/ready")) == 200;
    };
  }

  private static boolean connects(String address) {
    URI uri = URI.create("tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort()), (int) PATIENCE.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int status(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
