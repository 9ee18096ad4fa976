package dev.recollect.kit.outbound;

import java.io.IOException;

/**
 * A call that was not made or did not end well. Its message is meant for whoever gave the address.
 */
public final class OutboundException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The address, or one it redirects to, is none that is called. */
    REFUSED,
    /** The answer is larger than the limit. */
    TOO_LARGE,
    /** A time limit was reached. */
    TIMED_OUT,
    /** The host was not found, or the connection failed. */
    UNREACHABLE
  }

  private final Kind kind;

  OutboundException(Kind kind, String message) {
    this(kind, message, null);
  }

  OutboundException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static OutboundException refused(String message) {
    return new OutboundException(Kind.REFUSED, message);
  }

  public Kind kind() {
    return kind;
  }
}
