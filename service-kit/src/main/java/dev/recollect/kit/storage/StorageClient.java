package dev.recollect.kit.storage;

import io.minio.MinioAsyncClient;
import io.minio.errors.ErrorResponseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The suite's one client of the object store: where it is, who asks, how long an answer may take
 * and what is asked again. Safe for use by many threads.
 */
@ApplicationScoped
class StorageClient {
  /** Beyond what a replica ever asks at once; OkHttp's own bound is 5 to a host. */
  private static final int CALLS_AT_ONCE = 256;

  private static final int ATTEMPTS = 3;

  private final StorageConfig config;
  private final MinioAsyncClient atServices;
  private final MinioAsyncClient atClients;

  StorageClient(StorageConfig config) {
    this.config = config;
    OkHttpClient http = http(config);
    this.atServices = client(config, config.endpoint(), http);
    this.atClients = client(config, config.publicEndpoint().orElse(config.endpoint()), http);
  }

  static OkHttpClient http(StorageConfig config) {
    Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
    dispatcher.setMaxRequests(CALLS_AT_ONCE);
    dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .socketFactory(new UndelayedSockets())
        .connectTimeout(config.connectTimeout())
        .readTimeout(config.readTimeout())
        .writeTimeout(config.readTimeout())
        .build();
  }

  private static MinioAsyncClient client(StorageConfig config, URI endpoint, OkHttpClient http) {
    return MinioAsyncClient.builder()
        .endpoint(endpoint.toString())
        .region(config.region())
        .credentials(config.accessKey(), config.secretKey())
        .httpClient(http)
        .build();
  }

  /** The store at the address that services use. */
  MinioAsyncClient atServices() {
    return atServices;
  }

  /** The store at the address that clients use: for signing only, services may not reach it. */
  MinioAsyncClient atClients() {
    return atClients;
  }

  StorageConfig config() {
    return config;
  }

  interface Request<T> {
    CompletableFuture<T> to(MinioAsyncClient store) throws Exception;
  }

  /**
   * Waits for the answer to a request.
   *
   * @param what is asked for, as messages call it
   * @throws dev.recollect.kit.error.RecollectException unavailable when the store does not answer,
   *     or not now
   * @throws StorageException when it refuses
   */
  <T> T ask(String what, Request<T> request) {
    return StorageCalls.call(what, () -> StorageCalls.answer(request.to(atServices)));
  }

  /** As {@link #ask}; empty when the store says that there is no such thing. */
  <T> Optional<T> find(String what, Request<T> request) {
    return StorageCalls.call(
        what,
        () -> {
          try {
            return Optional.of(StorageCalls.answer(request.to(atServices)));
          } catch (ErrorResponseException refused) {
            if (StorageCalls.isMissing(refused)) {
              return Optional.empty();
            }
            throw refused;
          }
        });
  }

  /**
   * As {@link #ask}, and again when the store answers with an error of its own, as S3 asks its
   * clients to do.
   */
  <T> T askAgain(String what, Request<T> request) {
    return StorageCalls.call(
        what,
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return StorageCalls.answer(request.to(atServices));
            } catch (ErrorResponseException failed) {
              if (attempt == ATTEMPTS || failed.response().code() < 500) {
                throw failed;
              }
            }
          }
        });
  }
}
