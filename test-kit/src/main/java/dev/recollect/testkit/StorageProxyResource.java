package dev.recollect.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Lets tests take the object storage away from the service; they find it as {@code proxy}. */
public final class StorageProxyResource implements QuarkusTestResourceLifecycleManager {
  private StorageProxy proxy;

  @Override
  public Map<String, String> start() {
    proxy = new StorageProxy(TestServers.get().s3Endpoint());
    return Map.of("recollect.storage.endpoint", proxy.endpoint());
  }

  /** After the resource that names the storage itself. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(proxy, new TestInjector.MatchesType(StorageProxy.class));
  }

  @Override
  public void stop() {
    proxy.close();
  }
}
