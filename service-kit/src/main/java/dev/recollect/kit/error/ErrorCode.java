package dev.recollect.kit.error;

import io.grpc.Status;

/**
 * Every way a request can fail, with its face in each protocol. The only place where statuses are
 * chosen.
 */
public enum ErrorCode {
  /** Malformed before any work: not an image, an empty file, an unknown single image id. */
  MALFORMED(400, Status.Code.INVALID_ARGUMENT, Kind.CALLER),
  /** No credential at all. */
  UNAUTHENTICATED(401, Status.Code.UNAUTHENTICATED, Kind.CALLER),
  /** A credential that does not allow this, or a feature that is switched off. */
  FORBIDDEN(403, Status.Code.PERMISSION_DENIED, Kind.CALLER),
  NOT_FOUND(404, Status.Code.NOT_FOUND, Kind.CALLER),
  METHOD_NOT_ALLOWED(405, Status.Code.UNIMPLEMENTED, Kind.CALLER),
  /**
   * The state of things forbids it: a limit on rows is reached, or something of that name exists.
   */
  CONFLICT(409, Status.Code.FAILED_PRECONDITION, Kind.CALLER),
  PAYLOAD_TOO_LARGE(413, Status.Code.INVALID_ARGUMENT, Kind.CALLER),
  UNSUPPORTED_MEDIA_TYPE(415, Status.Code.INVALID_ARGUMENT, Kind.CALLER),
  /** A field is missing, mistyped or out of range. */
  INVALID_FIELD(422, Status.Code.INVALID_ARGUMENT, Kind.CALLER),
  THROTTLED(429, Status.Code.RESOURCE_EXHAUSTED, Kind.CALLER),
  /** A defect of ours; the caller sees only a request id. */
  INTERNAL(500, Status.Code.INTERNAL, Kind.SERVER),
  /** Something we depend on does not answer; the same request may work later. */
  UNAVAILABLE(503, Status.Code.UNAVAILABLE, Kind.SERVER);

  /** Who can mend it. */
  public enum Kind {
    CALLER,
    SERVER
  }

  private final int httpStatus;
  private final Status.Code grpcCode;
  private final Kind kind;

  ErrorCode(int httpStatus, Status.Code grpcCode, Kind kind) {
    this.httpStatus = httpStatus;
    this.grpcCode = grpcCode;
    this.kind = kind;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Status.Code grpcCode() {
    return grpcCode;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The code of an HTTP status that a framework chose; other 4xx count as malformed, other 5xx as
   * internal.
   */
  public static ErrorCode ofHttpStatus(int status) {
    for (ErrorCode code : values()) {
      if (code.httpStatus == status) {
        return code;
      }
    }
    return status >= 500 ? INTERNAL : MALFORMED;
  }

  /** The code of a status that another service answered with over gRPC. */
  public static ErrorCode ofGrpcStatus(Status.Code status) {
    return switch (status) {
      case NOT_FOUND -> NOT_FOUND;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> INVALID_FIELD;
      case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED -> CONFLICT;
      case RESOURCE_EXHAUSTED -> THROTTLED;
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> UNAVAILABLE;
      default -> INTERNAL;
    };
  }
}
