package dev.recollect.kit.storage;

import dev.recollect.kit.error.RecollectException;
import io.minio.errors.ErrorResponseException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls of the store's client, whose failures become ours. */
final class StorageCalls {
  private StorageCalls() {}

  interface Call<T> {
    T run() throws Exception;
  }

  static <T> T call(String what, Call<T> call) {
    try {
      return call.run();
    } catch (RecollectException known) {
      throw known;
    } catch (Exception failure) {
      throw unavailable(what, failure);
    }
  }

  static RecollectException unavailable(String what, Exception failure) {
    return RecollectException.unavailable(
        "The object storage does not answer (" + what + "); try again shortly", failure);
  }

  /** Whether the store says that there is no such thing. */
  static boolean isMissing(Throwable failure) {
    return switch (failure) {
      case ErrorResponseException refused -> refused.response().code() == 404;
      case ExecutionException wrapped when wrapped.getCause() != null ->
          isMissing(wrapped.getCause());
      case CompletionException wrapped when wrapped.getCause() != null ->
          isMissing(wrapped.getCause());
      default -> false;
    };
  }
}
