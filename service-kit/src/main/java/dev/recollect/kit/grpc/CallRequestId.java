package dev.recollect.kit.grpc;

import dev.recollect.kit.rest.RequestId;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Knows a call by the id of the request that it is made for, as its caller says, or by a new one:
 * in logs, in the calls that it makes itself, and in the trailers of its answer. Runs after those
 * interceptors of Quarkus that give the call a context of its own, where the id is kept.
 */
@ApplicationScoped
@GlobalInterceptor
public class CallRequestId implements ServerInterceptor {
  static final Metadata.Key<String> METADATA =
      Metadata.Key.of(RequestId.NAME, Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String id = RequestId.of(headers.get(METADATA));
    RequestId.logWith(id);
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            trailers.discardAll(METADATA);
            trailers.put(METADATA, id);
            super.close(status, trailers);
          }
        },
        headers);
  }
}
