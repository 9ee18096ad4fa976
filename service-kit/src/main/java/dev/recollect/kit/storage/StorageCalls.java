package dev.recollect.kit.storage;

import dev.recollect.kit.error.RecollectException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import io.minio.messages.ErrorResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls of the store's client, whose failures become ours. */
final class StorageCalls {
  private static final int TOO_MANY_REQUESTS = 429;

  /** S3's codes for what may go well later. */
  private static final Set<String> PASSING =
      Set.of("InternalError", "ServiceUnavailable", "SlowDown");

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

  /** Waits for an answer; what went wrong is thrown without the wrappings of the waiting. */
  static <T> T answer(CompletableFuture<T> coming) throws Exception {
    try {
      return coming.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed;
      while (isWrapping(cause) && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw cause instanceof Exception failure ? failure : failed;
    }
  }

  private static boolean isWrapping(Throwable failure) {
    return failure instanceof ExecutionException || failure instanceof CompletionException;
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

  static RecollectException unavailable(String what, Exception failure) {
    return RecollectException.unavailable(
        "The object storage does not answer (" + what + "); try again shortly", failure);
  }

  /**
   * Throws what the store says of one of many things that it was asked to do at once.
   *
   * @throws RecollectException unavailable when it cannot do that now
   * @throws StorageException when it refuses
   */
  static void refuse(String what, ErrorResponse refusal) {
    IOException told = new IOException(refusal.code() + ": " + refusal.message());
    throw PASSING.contains(refusal.code())
        ? unavailable(what, told)
        : new StorageException(what, told);
  }

  /** Whether the store says that there is no such thing. */
  static boolean isMissing(ErrorResponseException refused) {
    return refused.response().code() == 404;
  }
}
