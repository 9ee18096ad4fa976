package dev.recollect.download.grpc;

import dev.recollect.kit.grpc.PeerReadiness;
import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.Readiness;

/** The other services that this one needs: both know photos, and photos-service knows the keys. */
@Singleton
class PeersProducer {
  @Produces
  @Readiness
  @Singleton
  PeerReadiness readiness(
      @GrpcClient("photos") Channel photos, @GrpcClient("search") Channel search) {
    return new PeerReadiness(Map.of("photos-service", photos, "search-service", search));
  }
}
