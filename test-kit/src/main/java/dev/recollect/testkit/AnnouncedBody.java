package dev.recollect.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that say how large a body they will have, larger than anything takes. */
public final class AnnouncedBody {
  private static final int PATIENCE_MILLIS = 60_000;

  /** More than sockets hold on their way. */
  private static final int SENT_BYTES = 32 << 20;

  private AnnouncedBody() {}

  /**
   * Announces a gigabyte of JSON, and waits with it for the answer.
   *
   * @param service its address
   * @param path as its document has it
   * @return the body of the answer
   * @throws AssertionError if the answer is not a 413
   */
  public static String refusal(URI service, String method, String path) {
    return refusal(service, method, path, 1 << 30, 0);
  }

  /**
   * Announces megabytes of JSON, and sends them before it looks for an answer, as many clients do.
   *
   * @return the body of the answer
   * @throws AssertionError if the answer is not a 413
   * @throws UncheckedIOException if the connection ends before
   */
  public static String refusalAfterAll(URI service, String method, String path) {
    return refusal(service, method, path, SENT_BYTES, SENT_BYTES);
  }

  private static String refusal(
      URI service, String method, String path, int announcedBytes, int sentBytes) {
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                method, path.replaceAll("\\{[^}]*}", "1"), service.getAuthority(), announcedBytes);
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[sentBytes]);
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
