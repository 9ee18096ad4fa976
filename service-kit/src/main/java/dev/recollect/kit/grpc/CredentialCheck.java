package dev.recollect.kit.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets in only callers that know the shared secret: services, and operators with grpcurl. Health
 * checks are open, since what asks them (a kubelet, a load balancer) holds no secrets; reflection
 * is not.
 */
@ApplicationScoped
@GlobalInterceptor
public class CredentialCheck implements ServerInterceptor, Prioritized {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final String BEARER = "Bearer ";
  private static final String HEALTH = "grpc.health.v1.Health";

  private final byte[] expected;

  CredentialCheck(GrpcConfig config) {
    this.expected = (BEARER + config.sharedSecret()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName()) || isTrusted(headers)) {
      return next.startCall(call, headers);
    }
    // The server's call has no listener before this method returns, and closing it needs one.
    Vertx.currentContext().runOnContext(later -> refuse(call));
    return new ServerCall.Listener<>() {};
  }

  private static void refuse(ServerCall<?, ?> call) {
    call.close(
        Status.UNAUTHENTICATED.withDescription("the authorization metadata is missing or wrong"),
        new Metadata());
  }

  private boolean isTrusted(Metadata headers) {
    String given = headers.get(AUTHORIZATION);
    return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE;
  }
}
