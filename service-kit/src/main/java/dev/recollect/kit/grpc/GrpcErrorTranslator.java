package dev.recollect.kit.grpc;

import dev.recollect.kit.error.DatabaseOutage;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.NoSpace;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.error.ThrottledException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Turns every failure of a gRPC call into a status of the error-code table. */
@ApplicationScoped
public class GrpcErrorTranslator implements ExceptionHandlerProvider {
  private static final Logger LOG = Logger.getLogger(GrpcErrorTranslator.class);

  @Override
  public <Q, A> ExceptionHandler<Q, A> createHandler(
      ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
    return new ExceptionHandler<>(listener, call, metadata) {
      @Override
      protected void handleException(
          Throwable failure, ServerCall<Q, A> failed, Metadata trailers) {
        StatusException status = (StatusException) transform(failure);
        failed.close(status.getStatus(), trailers);
      }
    };
  }

  @Override
  public Throwable transform(Throwable failure) {
    if (failure instanceof RecollectException known && known.code() != ErrorCode.INTERNAL) {
      if (known.code().kind() == ErrorCode.Kind.SERVER) {
        LOG.error("gRPC call failed", failure);
      }
      return new StatusException(
          Status.fromCode(known.code().grpcCode()).withDescription(known.getMessage()));
    }
    if (failure instanceof ThrottledException throttled) {
      return new StatusException(
          Status.fromCode(ErrorCode.THROTTLED.grpcCode()).withDescription(throttled.getMessage()));
    }
    if (failure instanceof StatusException already) {
      return already;
    }
    if (failure instanceof StatusRuntimeException already) {
      return new StatusException(already.getStatus(), already.getTrailers());
    }
    LOG.error("gRPC call failed", failure);
    if (NoSpace.isBehind(failure)) {
      return new StatusException(Status.UNAVAILABLE.withDescription(NoSpace.MESSAGE));
    }
    if (DatabaseOutage.isBehind(failure)) {
      return new StatusException(Status.UNAVAILABLE.withDescription(DatabaseOutage.MESSAGE));
    }
    return new StatusException(Status.INTERNAL.withDescription("internal error"));
  }
}
