package dev.recollect.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that say how large a body they will have, and wait with it for the answer. */
public final class AnnouncedBody {
  private static final int PATIENCE_MILLIS = 60_000;

  private AnnouncedBody() {}

  /**
   * Announces a gigabyte of JSON, which nothing takes.
   *
   * @param service its address
   * @param path as its document has it
   * @return the body of the answer
   * @throws AssertionError if the answer is not a 413
   */
  public static String refusal(URI service, String method, String path) {
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path.replaceAll("\\{[^}]*}", "1"), service.getAuthority(), 1 << 30);
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      // The server closes a connection on which a body may still be coming.
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 413 ")) {
        throw new AssertionError("no refusal but " + answer);
      }
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
