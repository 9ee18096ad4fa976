package dev.recollect.video;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Hands out one file over HTTP as object storage does, range by range, or fails to. */
public final class VideoServer implements AutoCloseable {
  /** The part of every URL that must never be seen again. */
  public static final String SIGNATURE = "X-Amz-Signature=0123456789abcdef";

  /** How it answers. */
  public enum Behaviour {
    /** As asked. */
    WHOLE,
    /** 403. */
    FORBIDDEN,
    /** 503. */
    OVERLOADED,
    /** Elsewhere on the same server. */
    REDIRECTING,
    /** Closes the connection in the middle of the file. */
    BREAKING,
    /** Keeps the connection open in the middle of the file, without a byte more. */
    SILENT,
    /** The first answer of all is not the file, as if the storage had broken off. */
    GARBLING_ONCE
  }

  private final byte[] file;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = Behaviour.WHOLE;

  private VideoServer(byte[] file, HttpServer server) {
    this.file = file;
    this.server = server;
  }

  /** Serves the file on loopback until it is closed. */
  public static VideoServer of(Path file) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      VideoServer served = new VideoServer(Files.readAllBytes(file), server);
      server.setExecutor(served.threads);
      server.createContext("/", served::answer);
      server.start();
      return served;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on. */
  public VideoServer behaving(Behaviour next) {
    behaviour = next;
    return this;
  }

  /** Where the file is. */
  public URI url() {
    return URI.create(
        "http://127.0.0.1:%d/bucket/event/7/video.mp4?X-Amz-Expires=60&%s"
            .formatted(server.getAddress().getPort(), SIGNATURE));
  }

  /** Every path that was asked for. */
  public List<String> paths() {
    return List.copyOf(paths);
  }

  private void answer(HttpExchange exchange) throws IOException {
    paths.add(exchange.getRequestURI().getPath());
    try (exchange) {
      switch (behaviour) {
        case FORBIDDEN -> exchange.sendResponseHeaders(403, -1);
        case OVERLOADED -> exchange.sendResponseHeaders(503, -1);
        case REDIRECTING -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        }
        case WHOLE, BREAKING, SILENT -> send(exchange, file);
        case GARBLING_ONCE -> send(exchange, paths.size() == 1 ? new byte[file.length] : file);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.split("[=-]", 3)[1]);
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    exchange.sendResponseHeaders(206, content.length - from);
    boolean half = behaviour == Behaviour.BREAKING || behaviour == Behaviour.SILENT;
    int to = half ? content.length / 2 : content.length;
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, Math.max(0, to - from));
    body.flush();
    if (behaviour == Behaviour.SILENT) {
      awaitClose();
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
