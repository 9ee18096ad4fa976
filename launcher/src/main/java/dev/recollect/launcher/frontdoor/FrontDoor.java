package dev.recollect.launcher.frontdoor;

import dev.recollect.embedded.PortTakenException;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.settings.Placement;
import dev.recollect.launcher.settings.ServiceEntry;
import dev.recollect.launcher.settings.SuiteSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One port for all public paths. Bodies stream through in both directions at the pace of the slower
 * side, so memory does not grow with their size. Presigned URLs do not come here: they name the
 * object storage.
 */
public final class FrontDoor implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final int CONNECTIONS_PER_SERVICE = 128;
  private static final int WAITING_PER_SERVICE = 512;
  private static final int ANY_PORT = 0;
  private static final int HEADER_BYTES = 16 << 10;

  /** Of a body, passed on at once. */
  private static final int CHUNK_BYTES = 64 << 10;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** Longest silence on a connection; an answer that is worked on for longer is lost. */
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Map<ServiceEntry, HttpProxy> proxies = new EnumMap<>(ServiceEntry.class);
  private final OwnPages ownPages;
  private HttpServer server;

  private FrontDoor(SuiteSettings settings) {
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                .setMaxWaitQueueSize(WAITING_PER_SERVICE)
                .setMaxChunkSize(CHUNK_BYTES)
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                .setIdleTimeout((int) IDLE_LIMIT.toSeconds()));
    this.ownPages = new OwnPages(settings, client);
    settings
        .services()
        .forEach(
            (entry, place) ->
                proxies.put(entry, proxy(client, entry, place, settings.publicUrl())));
  }

  private static HttpProxy proxy(
      HttpClient client, ServiceEntry entry, Placement place, URI publicUrl) {
    URI url = place.url();
    return HttpProxy.reverseProxy(client)
        .origin(url.getPort(), url.getHost())
        .addInterceptor(new ForwardingInterceptor(entry.serviceName(), publicUrl.getScheme()));
  }

  /**
   * Looks whether the door can be opened where the settings say.
   *
   * @throws PortTakenException if another program listens there
   * @throws StartFailedException if this machine does not have the address
   */
  public static void requireFree(SuiteSettings settings) {
    if (!canListen(settings.host(), ANY_PORT)) {
      throw new StartFailedException(
          "the front door cannot listen on %s, which is no address of this machine: recollect.front-door.host"
              .formatted(settings.host()));
    }
    if (!canListen(settings.host(), settings.port())) {
      throw new PortTakenException("front-door", settings.port());
    }
  }

  private static boolean canListen(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it: connections of a former server in TIME_WAIT do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens the door; returns when it listens.
   *
   * @throws PortTakenException if another program listens on the port
   */
  public static FrontDoor open(SuiteSettings settings) {
    FrontDoor door = new FrontDoor(settings);
    try {
      door.server = await(door.listen(settings));
      return door;
    } catch (ExecutionException e) {
      door.close();
      if (e.getCause() instanceof BindException) {
        throw new PortTakenException("front-door", settings.port());
      }
      throw new StartFailedException(
          "the front door cannot listen: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      door.close();
      throw new StartFailedException("the front door cannot listen", e);
    }
  }

  private Future<HttpServer> listen(SuiteSettings settings) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout((int) IDLE_LIMIT.toSeconds()))
        .requestHandler(this::handle)
        .listen();
  }

  private void handle(HttpServerRequest request) {
    Optional<ServiceEntry> service = RouteTable.find(request.path());
    if (service.isPresent()) {
      proxies.get(service.get()).handle(request);
    } else if (!ownPages.answer(request)) {
      Answers.send(request, 404, Answers.error("There is nothing at this path"));
    }
  }

  /** TCP port it listens on. */
  public int port() {
    return server.actualPort();
  }

  private static <T> T await(Future<T> future) throws ExecutionException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted at the front door", e);
    }
  }

  /** Refuses new requests and ends what is under way. */
  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (ExecutionException | TimeoutException e) {
      // Nothing more to do: its threads are daemons of a process that ends.
    }
  }
}
