package dev.recollect.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @CsvSource({
    "MALFORMED,              400, INVALID_ARGUMENT,    CALLER",
    "UNAUTHENTICATED,        401, UNAUTHENTICATED,     CALLER",
    "FORBIDDEN,              403, PERMISSION_DENIED,   CALLER",
    "NOT_FOUND,              404, NOT_FOUND,           CALLER",
    "METHOD_NOT_ALLOWED,     405, UNIMPLEMENTED,       CALLER",
    "CONFLICT,               409, FAILED_PRECONDITION, CALLER",
    "PAYLOAD_TOO_LARGE,      413, INVALID_ARGUMENT,    CALLER",
    "UNSUPPORTED_MEDIA_TYPE, 415, INVALID_ARGUMENT,    CALLER",
    "INVALID_FIELD,          422, INVALID_ARGUMENT,    CALLER",
    "THROTTLED,              429, RESOURCE_EXHAUSTED,  CALLER",
    "INTERNAL,               500, INTERNAL,            SERVER",
    "UNAVAILABLE,            503, UNAVAILABLE,         SERVER"
  })
  void hasOneFacePerProtocol(ErrorCode code, int http, Status.Code grpc, ErrorCode.Kind kind) {
    assertThat(code.httpStatus()).isEqualTo(http);
    assertThat(code.grpcCode()).isEqualTo(grpc);
    assertThat(code.kind()).isEqualTo(kind);
    assertThat(ErrorCode.ofHttpStatus(http)).isEqualTo(code);
  }

  @Test
  void theTableAboveIsComplete() {
    assertThat(ErrorCode.values()).hasSize(12);
  }

  @ParameterizedTest
  @CsvSource({"406, MALFORMED", "499, MALFORMED", "501, INTERNAL", "599, INTERNAL"})
  void aStatusOfNobodysCountsByItsClass(int http, ErrorCode expected) {
    assertThat(ErrorCode.ofHttpStatus(http)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,           NOT_FOUND",
    "INVALID_ARGUMENT,    INVALID_FIELD",
    "OUT_OF_RANGE,        INVALID_FIELD",
    "FAILED_PRECONDITION, CONFLICT",
    "ALREADY_EXISTS,      CONFLICT",
    "ABORTED,             CONFLICT",
    "RESOURCE_EXHAUSTED,  THROTTLED",
    "UNAVAILABLE,         UNAVAILABLE",
    "DEADLINE_EXCEEDED,   UNAVAILABLE",
    "CANCELLED,           UNAVAILABLE"
  })
  void anotherServicesStatusKeepsItsMeaning(Status.Code grpc, ErrorCode expected) {
    assertThat(ErrorCode.ofGrpcStatus(grpc)).isEqualTo(expected);
  }

  /** Between services a refused credential is our own misconfiguration, not the caller's doing. */
  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "UNKNOWN", "UNIMPLEMENTED", "DATA_LOSS"})
  void whatACallerCannotMendIsInternal(Status.Code grpc) {
    assertThat(ErrorCode.ofGrpcStatus(grpc)).isEqualTo(ErrorCode.INTERNAL);
  }
}
