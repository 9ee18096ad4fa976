package dev.recollect.kit.storage;

import dev.recollect.kit.error.RecollectException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls of the store's client, whose failures become ours. */
final class StorageCalls {
  private static final int ATTEMPTS = 3;
  private static final int TOO_MANY_REQUESTS = 429;

  private StorageCalls() {}

  interface Call<T> {
    T run() throws Exception;
  }

  /**
   * @throws RecollectException unavailable when the store does not answer, or not now
   * @throws StorageException when it refuses
   */
  static <T> T call(String what, Call<T> call) {
    try {
      return call.run();
    } catch (RecollectException known) {
      throw known;
    } catch (Exception failure) {
      if (isInterruption(failure)) {
        Thread.currentThread().interrupt();
        throw unavailable(what, failure);
      }
      if (isOutage(failure)) {
        throw unavailable(what, failure);
      }
      throw failure instanceof RuntimeException defect
          ? defect
          : new StorageException(what, failure);
    }
  }

  /** The client hands an interruption on inside of exceptions of its own. */
  private static boolean isInterruption(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the same call may succeed later. */
  private static boolean isOutage(Throwable failure) {
    return switch (failure) {
      case ErrorResponseException answer ->
          answer.response().code() >= 500 || answer.response().code() == TOO_MANY_REQUESTS;
      // Without the store's own form, such as a gateway's page.
      case ServerException answer -> true;
      case InvalidResponseException answer -> true;
      case FileSystemException local -> false;
      case FileNotFoundException local -> false;
      case IOException connection -> true;
      default -> failure.getCause() != null && isOutage(failure.getCause());
    };
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
