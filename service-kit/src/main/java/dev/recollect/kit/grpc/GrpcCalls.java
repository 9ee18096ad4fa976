package dev.recollect.kit.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** The suite's one retry rule for calls between services. */
public final class GrpcCalls {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private GrpcCalls() {}

  /** Tries a read-only call once more, after a short pause, when the other side was not there. */
  public static <T> Uni<T> retrying(Uni<T> call) {
    return call.onFailure(GrpcCalls::isUnavailable).retry().withBackOff(PAUSE).atMost(1);
  }

  public static boolean isNotFound(Throwable failure) {
    return hasCode(failure, Status.Code.NOT_FOUND);
  }

  private static boolean isUnavailable(Throwable failure) {
    return hasCode(failure, Status.Code.UNAVAILABLE);
  }

  private static boolean hasCode(Throwable failure, Status.Code code) {
    return failure instanceof StatusRuntimeException status && status.getStatus().getCode() == code;
  }
}
