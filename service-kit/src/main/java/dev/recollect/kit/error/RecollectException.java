package dev.recollect.kit.error;

import java.util.Objects;

/** A failure with a message meant for the caller. Carries no stack of its own cost worth hiding. */
public final class RecollectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param message a sentence for people, free of secrets and of names; shown as it is unless
   *     {@code code} is {@link ErrorCode#INTERNAL}
   */
  public RecollectException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public RecollectException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }

  public static RecollectException malformed(String message) {
    return new RecollectException(ErrorCode.MALFORMED, message);
  }

  public static RecollectException forbidden(String message) {
    return new RecollectException(ErrorCode.FORBIDDEN, message);
  }

  public static RecollectException notFound(String message) {
    return new RecollectException(ErrorCode.NOT_FOUND, message);
  }

  /** A 422: {@code field: problem}. */
  public static RecollectException invalidField(String field, String problem) {
    return new RecollectException(ErrorCode.INVALID_FIELD, field + ": " + problem);
  }

  public static RecollectException unavailable(String message, Throwable cause) {
    return new RecollectException(ErrorCode.UNAVAILABLE, message, cause);
  }
}
