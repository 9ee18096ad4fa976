package dev.recollect.kit.jobs;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param full for operators; may name hosts and paths of ours
 * @param told to callers
 */
public record FailureReason(String full, String told) {
  private static final String UNTOLD = "The work failed; the server's log says why.";

  static FailureReason of(EventWork work, Throwable failure) {
    String message = failure.getMessage();
    return new FailureReason(
        message == null ? failure.getClass().getSimpleName() : message,
        work.messageForCallers(failure).orElse(UNTOLD));
  }

  /** One that everybody may know. */
  static FailureReason known(String text) {
    return new FailureReason(text, text);
  }

  /** The message of a failure if it is worded for callers; others may name hosts and paths. */
  public static Optional<String> messageForCallers(Throwable failure) {
    return switch (failure) {
      case PermanentFailureException known -> Optional.ofNullable(known.getMessage());
      case RecollectException known when known.code() != ErrorCode.INTERNAL ->
          Optional.ofNullable(known.getMessage());
      default -> Optional.empty();
    };
  }
}
