package dev.recollect.clipping.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts a {@link SearchPeer} and gives it to tests that have a field of that type. */
public final class SearchPeerResource implements QuarkusTestResourceLifecycleManager {
  private SearchPeer peer;

  @Override
  public Map<String, String> start() {
    try {
      peer = new SearchPeer();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    String port = Integer.toString(peer.port());
    return Map.of(
        "quarkus.grpc.clients.search.port", port, "quarkus.grpc.clients.search.test-port", port);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(peer, field -> field.getType() == SearchPeer.class);
  }

  @Override
  public void stop() {
    peer.close();
  }
}
