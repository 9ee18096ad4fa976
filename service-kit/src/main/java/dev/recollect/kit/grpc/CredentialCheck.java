package dev.recollect.kit.grpc;

import io.grpc.Grpc;
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
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Lets in only callers that know the shared secret or whose connection shows a certificate that the
 * server's trust store verifies: services, and operators with grpcurl. Health checks are open,
 * since what asks them (a kubelet, a load balancer) holds no secrets; reflection is not.
 */
@ApplicationScoped
@GlobalInterceptor
public class CredentialCheck implements ServerInterceptor, Prioritized {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final String BEARER = "Bearer ";
  private static final String HEALTH = "grpc.health.v1.Health";

  private final Optional<byte[]> expected;
  private final boolean certificates;

  CredentialCheck(GrpcConfig config) {
    this.expected =
        config.sharedSecret().map(secret -> (BEARER + secret).getBytes(StandardCharsets.UTF_8));
    this.certificates = config.clientCertificates();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())
        || knowsSecret(headers)
        || showsCertificate(call)) {
      return next.startCall(call, headers);
    }
    // The server's call has no listener before this method returns, and closing it needs one.
    Vertx.currentContext().runOnContext(later -> refuse(call));
    return new ServerCall.Listener<>() {};
  }

  private void refuse(ServerCall<?, ?> call) {
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            certificates
                ? "neither a trusted client certificate nor the authorization metadata is there"
                : "the authorization metadata is missing or wrong"),
        new Metadata());
  }

  private boolean knowsSecret(Metadata headers) {
    String given = headers.get(AUTHORIZATION);
    return given != null
        && expected.isPresent()
        && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.get());
  }

  private boolean showsCertificate(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (!certificates || session == null) {
      return false;
    }
    try {
      // The handshake fails on a certificate that the trust store does not verify.
      return session.getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException none) {
      return false;
    }
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE;
  }
}
