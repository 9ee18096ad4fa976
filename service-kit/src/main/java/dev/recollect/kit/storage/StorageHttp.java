package dev.recollect.kit.storage;

import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** How the object store is connected to. */
final class StorageHttp {
  /** Beyond what a replica ever asks at once; OkHttp's own bound is 5 to a host. */
  private static final int CALLS_AT_ONCE = 256;

  private StorageHttp() {}

  static OkHttpClient client(StorageConfig config) {
    Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
    dispatcher.setMaxRequests(CALLS_AT_ONCE);
    dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectTimeout(config.connectTimeout())
        .readTimeout(config.readTimeout())
        .writeTimeout(config.readTimeout())
        .build();
  }
}
