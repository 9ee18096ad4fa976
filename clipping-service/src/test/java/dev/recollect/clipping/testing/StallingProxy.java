package dev.recollect.clipping.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a replica and the object storage. Passes everything on but the end of the first
 * clip that is stored: its upload goes on for ever.
 */
public final class StallingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final URI target;
  private final CountDownLatch stalled = new CountDownLatch(1);

  public StallingProxy(String target) throws IOException {
    this.target = URI.create(target);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** In place of the storage's. */
  public String endpoint() {
    return "http://%s:%d".formatted(target.getHost(), server.getLocalPort());
  }

  /** Whether an upload has begun, of which the rest does not come through. */
  public boolean hasStalled() {
    return stalled.getCount() == 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket storage = new Socket(target.getHost(), target.getPort());
        Thread.ofVirtual().start(() -> pass(storage, client, false));
        Thread.ofVirtual().start(() -> pass(client, storage, true));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void pass(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[16_384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
        if (requests && !hasStalled() && storesAClip(buffer, read)) {
          stalled.countDown();
          // What follows is taken from the replica and thrown away.
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException ended) {
      // One side closed: so does the other.
    }
  }

  private static boolean storesAClip(byte[] buffer, int read) {
    String text = new String(buffer, 0, Math.min(read, 400), StandardCharsets.ISO_8859_1);
    return text.startsWith("PUT ") && text.contains("/motion/selfie/");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
