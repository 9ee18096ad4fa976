package dev.recollect.kit.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The id a request is known by in logs and in {@code X-Request-Id}; a sane inbound one is kept. */
@RequestScoped
public class RequestId {
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private String value = of(null);

  public String value() {
    return value;
  }

  /** The inbound id if it is sane, otherwise a new one. */
  static String of(String inbound) {
    return inbound != null && SANE.matcher(inbound).matches()
        ? inbound
        : UUID.randomUUID().toString();
  }

  /** A method, since a write to the field of the injected proxy would stay with the proxy. */
  void keep(String id) {
    value = id;
  }

  /** Reads and writes the header. */
  static final class Header {
    static final String NAME = "X-Request-Id";

    /** Not {@code request_id}: that is the id of a selfie search, in logs as in the contract. */
    private static final String LOG_KEY = "x_request_id";

    private final RequestId requestId;

    Header(RequestId requestId) {
      this.requestId = requestId;
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void read(ContainerRequestContext request) {
      requestId.keep(of(request.getHeaderString(NAME)));
      MDC.put(LOG_KEY, requestId.value());
    }

    @ServerResponseFilter
    public void write(ContainerResponseContext response) {
      response.getHeaders().putSingle(NAME, requestId.value());
    }
  }
}
