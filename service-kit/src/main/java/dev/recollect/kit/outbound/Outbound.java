package dev.recollect.kit.outbound;

import dev.recollect.kit.outbound.OutboundException.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The suite's one way to call addresses that customers give. Only http and https, only public
 * addresses unless a host is allowed by name, only some ports. Every address of the host is checked
 * before each connection, that of a redirect included, and the connection then goes to what was
 * checked: the name is not looked up again. With https the certificate is that of the name. No
 * proxy, no cookies, no connection is used twice. Calls block: use it from worker or virtual
 * threads. Safe for use by many threads.
 */
@ApplicationScoped
public class Outbound {
  private final OutboundConfig config;
  private final Destinations destinations;
  private final OkHttpClient client;

  @Inject
  public Outbound(OutboundConfig config) {
    this(config, InetAddress::getAllByName, new OkHttpClient());
  }

  /**
   * @param base decides whom to trust with https
   */
  Outbound(OutboundConfig config, NameResolver resolver, OkHttpClient base) {
    this.config = config;
    this.destinations = new Destinations(config, resolver);
    this.client =
        base.newBuilder()
            .proxy(Proxy.NO_PROXY)
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(config.connectTimeout())
            .readTimeout(config.idleTimeout())
            .writeTimeout(config.idleTimeout())
            .build();
  }

  /**
   * Whether an address would be called as things stand.
   *
   * @throws OutboundException saying why not
   */
  public void check(String address) throws OutboundException {
    destinations.of(address);
  }

  /**
   * Fetches, following redirects; one from https to http is refused.
   *
   * @throws OutboundException when there is no answer, or one that is announced as too large
   */
  public OutboundResponse get(String address, OutboundLimits limits) throws OutboundException {
    long deadline = deadline(limits);
    Destination destination = destinations.of(address);
    for (int redirects = 0; ; redirects++) {
      Request request = request(destination).header("Accept-Encoding", "identity").get().build();
      OutboundResponse response = send(destination, request, limits.maxBytes(), deadline);
      if (!redirects(response.status())) {
        return response;
      }
      try (response) {
        if (redirects == config.maxRedirects()) {
          throw OutboundException.refused(
              "redirected more than " + config.maxRedirects() + " times");
        }
        destination = redirected(destination.url(), response);
      }
    }
  }

  /**
   * Sends a body. Redirects are not followed but answered, like any other status.
   *
   * @param headers with the content type
   * @throws OutboundException when there is no answer
   */
  public OutboundResponse post(
      String address, Map<String, String> headers, byte[] body, OutboundLimits limits)
      throws OutboundException {
    long deadline = deadline(limits);
    Destination destination = destinations.of(address);
    Request.Builder request = request(destination).post(RequestBody.create(body));
    headers.forEach(request::header);
    return send(destination, request.build(), limits.maxBytes(), deadline);
  }

  private static Request.Builder request(Destination destination) {
    return new Request.Builder().url(destination.url()).header("User-Agent", "Recollect");
  }

  private OutboundResponse send(
      Destination destination, Request request, long maxBytes, long deadline)
      throws OutboundException {
    String host = destination.url().host();
    OkHttpClient pinned =
        client
            .newBuilder()
            .dns(name -> destination.addresses())
            .callTimeout(left(host, deadline))
            .build();
    try {
      Response response = pinned.newCall(request).execute();
      if (response.body().contentLength() > maxBytes) {
        response.close();
        throw OutboundBody.tooLarge(maxBytes);
      }
      return new OutboundResponse(
          response, new OutboundBody(response.body().byteStream(), host, maxBytes));
    } catch (IOException failed) {
      throw failure(host, failed);
    }
  }

  private Destination redirected(HttpUrl from, OutboundResponse response) throws OutboundException {
    HttpUrl to = response.header("Location").map(from::resolve).orElse(null);
    if (to == null) {
      throw OutboundException.refused("redirected, but not to an http or https URL");
    }
    if (from.isHttps() && !to.isHttps()) {
      throw OutboundException.refused("redirected from https to http");
    }
    return destinations.of(to);
  }

  private static boolean redirects(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static long deadline(OutboundLimits limits) {
    return System.nanoTime() + limits.total().toNanos();
  }

  private static Duration left(String host, long deadline) throws OutboundException {
    // A call timeout in whole milliseconds, of which 0 would mean none.
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw timedOut(host, null);
    }
    return Duration.ofMillis(millis);
  }

  private static OutboundException timedOut(String host, Throwable cause) {
    return new OutboundException(Kind.TIMED_OUT, host + " did not answer in time", cause);
  }

  /** A failure in words for whoever gave the address; the client's own tell of its insides. */
  static OutboundException failure(String host, IOException failed) {
    return switch (failed) {
      case OutboundException told -> told;
      case SocketTimeoutException slow -> timedOut(host, slow);
      // What the client throws when the whole call takes too long.
      case InterruptedIOException slow -> timedOut(host, slow);
      case SSLException insecure ->
          new OutboundException(
              Kind.UNREACHABLE,
              "no secure connection to " + host + ": " + insecure.getMessage(),
              insecure);
      default ->
          new OutboundException(
              Kind.UNREACHABLE, "the connection to " + host + " failed or broke", failed);
    };
  }
}
