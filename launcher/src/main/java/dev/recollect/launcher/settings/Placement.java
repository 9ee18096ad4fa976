package dev.recollect.launcher.settings;

import java.net.URI;

/** Where a service runs. */
public sealed interface Placement {

  /** Its address: {@code http://host:port}. */
  URI url();

  /**
   * A process of ours.
   *
   * @param port on 127.0.0.1
   * @param heapMegabytes most Java heap
   */
  record Here(int port, int heapMegabytes) implements Placement {
    @Override
    public URI url() {
      return URI.create("http://127.0.0.1:" + port);
    }
  }

  /** Run by somebody else. */
  record Elsewhere(URI url) implements Placement {}
}
