package dev.recollect.kit.rest;

import jakarta.annotation.Nullable;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The id a request is known by in logs, in {@code X-Request-Id} and in the calls to other services
 * that are made for it; a sane inbound one is kept.
 */
@RequestScoped
public class RequestId {
  /** Of the HTTP header and of the metadata of gRPC calls. */
  public static final String NAME = "X-Request-Id";

  /** Not {@code request_id}: that is the id of a selfie search, in logs as in the contract. */
  private static final String LOG_KEY = "x_request_id";

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private String value = of(null);

  public String value() {
    return value;
  }

  /** The inbound id if it is sane, otherwise a new one. */
  public static String of(@Nullable String inbound) {
    return inbound != null && SANE.matcher(inbound).matches()
        ? inbound
        : UUID.randomUUID().toString();
  }

  /** From now on in every line that is logged in the current context. */
  public static void logWith(String id) {
    MDC.put(LOG_KEY, id);
  }

  /** The id of the request that the current context belongs to; empty in background work. */
  public static Optional<String> logged() {
    return Optional.ofNullable((String) MDC.get(LOG_KEY));
  }

  /** A method, since a write to the field of the injected proxy would stay with the proxy. */
  void keep(String id) {
    value = id;
  }

  /** Reads and writes the header. */
  static final class Header {
    private final RequestId requestId;

    Header(RequestId requestId) {
      this.requestId = requestId;
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void read(ContainerRequestContext request) {
      requestId.keep(of(request.getHeaderString(NAME)));
      logWith(requestId.value());
    }

    @ServerResponseFilter
    public void write(ContainerResponseContext response) {
      response.getHeaders().putSingle(NAME, requestId.value());
    }
  }
}
