package dev.recollect.kit.grpc;

import dev.recollect.kit.rest.RequestId;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * Signs every outgoing call with the shared secret, if there is one, passes on the id of the
 * request that it is made for, and gives it a deadline if it has none. A client certificate is
 * shown by the connection and needs nothing here.
 */
@ApplicationScoped
@GlobalInterceptor
public class CallerCredential implements ClientInterceptor {
  private final GrpcConfig config;

  CallerCredential(GrpcConfig config) {
    this.config = config;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel channel) {
    CallOptions bounded =
        options.getDeadline() != null
            ? options
            : options.withDeadlineAfter(config.deadline().toMillis(), TimeUnit.MILLISECONDS);
    return new SimpleForwardingClientCall<>(channel.newCall(method, bounded)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        config
            .sharedSecret()
            .ifPresent(
                secret ->
                    headers.put(CredentialCheck.AUTHORIZATION, CredentialCheck.BEARER + secret));
        RequestId.logged().ifPresent(id -> headers.put(CallRequestId.METADATA, id));
        super.start(listener, headers);
      }
    };
  }
}
