package dev.recollect.kit.outbound;

import java.io.InputStream;
import java.util.Optional;
import okhttp3.Response;

/**
 * An answer, whatever its status, with a body that is read from the connection as the caller reads
 * it. To be closed, which ends the connection. For one thread.
 */
public final class OutboundResponse implements AutoCloseable {
  private final Response response;
  private final InputStream body;

  OutboundResponse(Response response, InputStream body) {
    this.response = response;
    this.body = body;
  }

  public int status() {
    return response.code();
  }

  /** Whether the status is 2xx. */
  public boolean successful() {
    return response.isSuccessful();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(response.header(name));
  }

  /** Throws {@link OutboundException} when a limit is reached or the connection breaks. */
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    response.close();
  }
}
