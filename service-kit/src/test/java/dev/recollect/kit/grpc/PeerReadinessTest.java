package dev.recollect.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import grpc.health.v1.HealthGrpc.HealthImplBase;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerReadinessTest {
  private final List<Server> servers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
  }

  @Test
  void isReadyWhileBothPeersServe() throws IOException {
    ManagedChannel photos = peer(ServingStatus.SERVING);
    ManagedChannel search = peer(ServingStatus.SERVING);

    awaitReady(photos, search, Map.of("photos-service", true, "search-service", true));
  }

  @Test
  void namesThePeerThatDoesNotServe() throws IOException {
    ManagedChannel photos = peer(ServingStatus.SERVING);
    ManagedChannel search = peer(ServingStatus.NOT_SERVING);

    awaitReady(photos, search, Map.of("photos-service", true, "search-service", false));
  }

  @Test
  void namesThePeerThatIsGone() throws IOException {
    ManagedChannel photos = peer(ServingStatus.SERVING);
    servers.getFirst().shutdownNow();

    awaitReady(
        photos,
        peer(ServingStatus.SERVING),
        Map.of("photos-service", false, "search-service", true));
  }

  @Test
  void asksThePeersAtTheSameTime() throws IOException {
    CyclicBarrier bothAreAsked = new CyclicBarrier(2);
    ManagedChannel photos = peer(() -> servingAfter(bothAreAsked));
    ManagedChannel search = peer(() -> servingAfter(bothAreAsked));

    awaitReady(photos, search, Map.of("photos-service", true, "search-service", true));
  }

  private static ServingStatus servingAfter(CyclicBarrier barrier) {
    try {
      barrier.await();
      return ServingStatus.SERVING;
    } catch (InterruptedException | BrokenBarrierException stopped) {
      return ServingStatus.NOT_SERVING;
    }
  }

  /** The first call of a process loads much and may take longer than readiness waits. */
  private static void awaitReady(
      ManagedChannel photos, ManagedChannel search, Map<String, Object> peers) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ready(photos, search)).isEqualTo(peers));
  }

  private static Map<String, Object> ready(ManagedChannel photos, ManagedChannel search) {
    var answer =
        new PeerReadiness(Map.of("photos-service", photos, "search-service", search)).call();
    Map<String, Object> peers = answer.getData().orElseThrow();
    assertThat(answer.getStatus()).isEqualTo(peers.containsValue(false) ? Status.DOWN : Status.UP);
    return peers;
  }

  private ManagedChannel peer(ServingStatus status) throws IOException {
    return peer(() -> status);
  }

  private ManagedChannel peer(Supplier<ServingStatus> status) throws IOException {
    Server server =
        ServerBuilder.forPort(0)
            .addService(
                new HealthImplBase() {
                  @Override
                  public void check(
                      HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
                    answer.onNext(HealthCheckResponse.newBuilder().setStatus(status.get()).build());
                    answer.onCompleted();
                  }
                })
            .build()
            .start();
    servers.add(server);
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }
}
