package dev.recollect.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts a {@link PhotosPeer} and gives it to tests that have a field of that type. */
public final class PhotosPeerResource implements QuarkusTestResourceLifecycleManager {
  private PhotosPeer peer;

  @Override
  public Map<String, String> start() {
    try {
      peer = new PhotosPeer();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    String port = Integer.toString(peer.port());
    return Map.of(
        "quarkus.grpc.clients.photos.port", port, "quarkus.grpc.clients.photos.test-port", port);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(peer, field -> field.getType() == PhotosPeer.class);
  }

  @Override
  public void stop() {
    peer.close();
  }
}
