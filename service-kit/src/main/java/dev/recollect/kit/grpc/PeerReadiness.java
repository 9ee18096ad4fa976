package dev.recollect.kit.grpc;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Channel;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Ready only while every service answers that this one cannot answer without. All are asked at the
 * same time: however many are silent, an answer takes no longer than for one. A service makes one
 * for itself, as a bean with {@code @Readiness}; peers that wait for each other would never get
 * ready, so photos-service has none.
 */
public final class PeerReadiness implements HealthCheck {
  private static final long LIMIT_MILLIS = 2_000;

  private final Map<String, Channel> peers;

  /**
   * For the services that are needed.
   *
   * @param peers ways to them by their names
   */
  public PeerReadiness(Map<String, Channel> peers) {
    this.peers = new TreeMap<>(peers);
  }

  @Override
  public HealthCheckResponse call() {
    Map<String, Future<HealthOuterClass.HealthCheckResponse>> asked = new TreeMap<>();
    peers.forEach((name, peer) -> asked.put(name, ask(peer)));
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("peers").up();
    asked.forEach(
        (name, peer) -> {
          boolean serving = isServing(peer);
          answer.withData(name, serving);
          if (!serving) {
            answer.down();
          }
        });
    return answer.build();
  }

  private static Future<HealthOuterClass.HealthCheckResponse> ask(Channel peer) {
    return HealthGrpc.newFutureStub(peer)
        .withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .check(HealthCheckRequest.getDefaultInstance());
  }

  private static boolean isServing(Future<HealthOuterClass.HealthCheckResponse> asked) {
    try {
      return asked.get().getStatus() == ServingStatus.SERVING;
    } catch (ExecutionException unreachable) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
