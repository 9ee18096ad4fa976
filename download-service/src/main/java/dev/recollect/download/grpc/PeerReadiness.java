package dev.recollect.download.grpc;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while both services that know the photos answer. */
@Readiness
@ApplicationScoped
public class PeerReadiness implements HealthCheck {
  private static final long LIMIT_MILLIS = 2_000;

  private final Channel photos;
  private final Channel search;

  PeerReadiness(@GrpcClient("photos") Channel photos, @GrpcClient("search") Channel search) {
    this.photos = photos;
    this.search = search;
  }

  @Override
  public HealthCheckResponse call() {
    boolean photosUp = isServing(photos);
    boolean searchUp = isServing(search);
    return HealthCheckResponse.named("peers")
        .status(photosUp && searchUp)
        .withData("photos-service", photosUp)
        .withData("search-service", searchUp)
        .build();
  }

  private static boolean isServing(Channel peer) {
    try {
      return HealthGrpc.newBlockingStub(peer)
              .withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException unreachable) {
      return false;
    }
  }
}
