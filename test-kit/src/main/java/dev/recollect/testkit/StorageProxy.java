package dev.recollect.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a service and the object storage, for tests in which the storage goes away or
 * keeps somebody waiting. Passes bytes on as they are, so requests keep their signature. Safe for
 * use by many threads.
 */
public final class StorageProxy implements AutoCloseable {
  private final ServerSocket server;
  private final URI storage;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private boolean away;
  private long readsLeft = Long.MAX_VALUE;
  private String held = "";
  private int waiting;
  private Optional<String> toStall = Optional.empty();
  private boolean stalled;
  private final Map<String, String> answers = new LinkedHashMap<>();

  /**
   * @param storage endpoint of the real one
   */
  public StorageProxy(String storage) {
    this.storage = URI.create(storage);
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** In place of the storage's. */
  public String endpoint() {
    return "http://%s:%d".formatted(storage.getHost(), server.getLocalPort());
  }

  /** Ends every connection, and each new one as soon as it is made. */
  public synchronized void goAway() {
    away = true;
    notifyAll();
    open.forEach(StorageProxy::close);
  }

  /**
   * Lets so many more objects be read; whoever wants another one waits until {@link #comeBack()} or
   * {@link #goAway()}. Everything else goes on.
   */
  public synchronized void holdReadsAfter(long reads) {
    readsLeft = reads;
  }

  /** As {@link #holdReadsAfter} from now on, for objects whose path has this text in it only. */
  public synchronized void holdReadsOf(String path) {
    held = path;
    readsLeft = 0;
  }

  /** How many readers wait. */
  public synchronized int heldReads() {
    return waiting;
  }

  /** Lets one of those that wait go on. */
  public synchronized void letOneReadPass() {
    readsLeft++;
    notifyAll();
  }

  /**
   * Passes nothing but the beginning of the first object that is stored under a path with this text
   * in it: its upload goes on for as long as whoever sends it.
   */
  public synchronized void stallUpload(String path) {
    toStall = Optional.of(path);
  }

  /** Refuses to let objects be read whose path has this text in it. */
  public synchronized void refuseReadsOf(String path) {
    answers.put(path, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  }

  /** Gives no more than the beginning of objects whose path has this text in it. */
  public synchronized void breakReadsOf(String path) {
    answers.put(path, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
  }

  /** Whether there is such an upload. */
  public synchronized boolean hasStalled() {
    return stalled;
  }

  /** From now on everything passes. */
  public synchronized void comeBack() {
    away = false;
    readsLeft = Long.MAX_VALUE;
    held = "";
    answers.clear();
    notifyAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void connect(Socket client) {
    try {
      Socket there = new Socket(storage.getHost(), storage.getPort());
      // What is passed on in pieces would wait for confirmations of the pieces before.
      there.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      if (isAdmitted(client, there)) {
        Thread.ofVirtual().start(() -> pass(there, client, false));
        pass(client, there, true);
      } else {
        close(client);
        close(there);
      }
    } catch (IOException gone) {
      close(client);
    }
  }

  /** Under the lock, so that no connection slips through while the storage goes away. */
  private synchronized boolean isAdmitted(Socket client, Socket there) {
    if (!away) {
      open.add(client);
      open.add(there);
    }
    return !away;
  }

  private void pass(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (requests && isRead(buffer, read)) {
          Optional<String> answer = answerInstead(buffer, read);
          if (answer.isPresent()) {
            from.getOutputStream().write(answer.get().getBytes(StandardCharsets.ISO_8859_1));
            return;
          }
          awaitTurn(startOf(buffer, read));
        }
        out.write(buffer, 0, read);
        out.flush();
        if (requests && isToStall(buffer, read)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException ended) {
      // One side closed: so does the other.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  /** A request without a body comes in one piece. */
  private static boolean isRead(byte[] buffer, int read) {
    return new String(buffer, 0, Math.min(read, 4), StandardCharsets.ISO_8859_1).equals("GET ");
  }

  private static String startOf(byte[] buffer, int read) {
    return new String(buffer, 0, Math.min(read, 400), StandardCharsets.ISO_8859_1);
  }

  private synchronized Optional<String> answerInstead(byte[] buffer, int read) {
    String start = startOf(buffer, read);
    return answers.entrySet().stream()
        .filter(answer -> start.contains(answer.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private synchronized boolean isToStall(byte[] buffer, int read) {
    String start = startOf(buffer, read);
    boolean first = start.startsWith("PUT ") && toStall.filter(start::contains).isPresent();
    if (first) {
      toStall = Optional.empty();
      stalled = true;
    }
    return first;
  }

  private synchronized void awaitTurn(String request) throws InterruptedException {
    if (!request.contains(held)) {
      return;
    }
    waiting++;
    try {
      while (readsLeft == 0 && !away) {
        wait();
      }
      readsLeft--;
    } finally {
      waiting--;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // As it should be.
    }
  }

  @Override
  public void close() {
    goAway();
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
