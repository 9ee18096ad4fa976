package dev.recollect.kit.grpc;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stops a service at its start that would trust every caller, or none: one with neither a secret
 * nor client certificates, or with client certificates that nothing verifies.
 */
@ApplicationScoped
class TrustCheck {
  private static final String CERTIFICATES = "recollect.grpc.client-certificates";

  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      GrpcConfig grpc,
      VertxHttpConfig http,
      TlsConfigurationRegistry registry) {
    require(grpc, http.tlsConfigurationName(), registry::get);
  }

  static void require(
      GrpcConfig grpc,
      Optional<String> tlsName,
      Function<String, Optional<TlsConfiguration>> configurations) {
    if (!grpc.clientCertificates()) {
      if (grpc.sharedSecret().isEmpty()) {
        throw new IllegalStateException(
            "Nothing says which callers to trust: set recollect.grpc.shared-secret (at least 32"
                + " characters, the same for every service), or "
                + CERTIFICATES
                + "=true with a TLS configuration");
      }
      return;
    }
    String name =
        tlsName.orElseThrow(
            () ->
                new IllegalStateException(
                    CERTIFICATES
                        + " needs TLS: set quarkus.http.tls-configuration-name to a"
                        + " configuration with a key store and a trust store"));
    boolean verifies =
        configurations
            .apply(name)
            .filter(tls -> tls.getKeyStore() != null && tls.getTrustStore() != null)
            .filter(tls -> !tls.isTrustAll())
            .isPresent();
    if (!verifies) {
      throw new IllegalStateException(
          "%s needs quarkus.tls.%s with a key store and a trust store of its own, without trust-all"
              .formatted(CERTIFICATES, name));
    }
  }
}
