package dev.recollect.kit.storage;

import dev.recollect.kit.error.RecollectException;
import io.minio.errors.ErrorResponseException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls of the store's client, whose failures become ours. */
final class StorageCalls {
  private static final int ATTEMPTS = 3;

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

  /**
   * Repeats a call that the store answers with an error of its own, as S3 asks its clients to do.
   */
  static <T> T repeated(Call<T> call) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.run();
      } catch (ErrorResponseException failed) {
        if (attempt == ATTEMPTS || failed.response().code() < 500) {
          throw failed;
        }
      }
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
