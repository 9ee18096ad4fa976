package dev.recollect.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;

import dev.recollect.proto.download.v1.DownloadServiceGrpc;
import dev.recollect.proto.download.v1.DownloadServiceGrpc.DownloadServiceBlockingStub;
import dev.recollect.proto.download.v1.PresignOriginalsRequest;
import dev.recollect.proto.download.v1.PresignOriginalsResponse;
import dev.recollect.proto.download.v1.PresignedOriginal;
import dev.recollect.testkit.SharedSecret;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the service shows besides its REST paths. */
@QuarkusTest
class ServiceEdgeTest extends DownloadTest {

  @TestHTTPResource("/")
  URL server;

  Peers peers;

  @Test
  void isReadyWithItsPeersAndItsStorage() {
    as(null)
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItems("object-storage", "peers"));
  }

  @Test
  void isNotReadyWithASilentPeerAndAsksTheOtherMeanwhile() {
    awaitPeers(200, Map.of("photos-service", true, "search-service", true));
    peers.setSearchSilent(true);
    try {
      awaitPeers(503, Map.of("photos-service", true, "search-service", false));
    } finally {
      peers.setSearchSilent(false);
    }
    awaitPeers(200, Map.of("photos-service", true, "search-service", true));
  }

  /** The first call of a peer loads much and may take longer than readiness waits. */
  private static void awaitPeers(int status, Map<String, Boolean> serving) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              Response answer = as(null).get("/q/health/ready");
              assertThat(answer.statusCode()).isEqualTo(status);
              assertThat(
                      answer
                          .jsonPath()
                          .<String, Boolean>getMap("checks.find { it.name == 'peers' }.data"))
                  .isEqualTo(serving);
            });
  }

  @Test
  void documentsItsPaths() {
    Map<String, Object> paths = as(null).get("/q/openapi?format=json").path("paths");
    String path = "/api/v1/ext/{org_id}/event/{event_id}/original-photos";

    assertThat(paths).containsOnlyKeys(path, path + "/zip");
    Map<String, Object> schemas = as(null).get("/q/openapi?format=json").path("components.schemas");
    assertThat(schemas)
        .containsOnlyKeys(
            "EnvelopeOriginalPhotos",
            "Error",
            "FailedUrlItem",
            "OriginalPhotos",
            "OriginalPhotosRequest",
            "Pagination",
            "PresignedUrlItem");
    as(null)
        .get("/q/openapi?format=json")
        .then()
        .body(
            "components.schemas.OriginalPhotosRequest.properties.method.enum",
            hasItems("bib", "selfie", "image_id", "image_ids"))
        .body("components.schemas.OriginalPhotos.properties", hasKey("presigned_urls"))
        .body("components.schemas.OriginalPhotos.properties", hasKey("failed_urls"))
        .body("components.schemas.Pagination.properties", hasKey("page_size"));
  }

  @Test
  void presignsForOtherServices() {
    PresignOriginalsResponse response =
        call(
            stub ->
                stub.presignOriginals(
                    PresignOriginalsRequest.newBuilder()
                        .setEventId(1)
                        .addAllPhotoIds(
                            List.of(
                                Library.id(2),
                                Library.id(Library.UNKNOWN),
                                Library.id(1),
                                Library.id(Library.LOST)))
                        .build()));

    assertThat(response.getPresignedList())
        .extracting(PresignedOriginal::getPhotoId)
        .containsExactly(Library.id(2), Library.id(1));
    assertThat(response.getPresigned(0).getFilename()).isEqualTo(Library.filename(2));
    assertThat(response.getPresigned(0).getUrl()).contains("X-Amz-Signature=");
    assertThat(response.getFailed(0).getPhotoId()).isEqualTo(Library.id(Library.UNKNOWN));
    assertThat(response.getFailed(0).hasPath()).isFalse();
    assertThat(response.getFailed(1).getPath()).isEqualTo(Library.key(Library.LOST));
    assertThat(response.getFailedCount()).isEqualTo(2);
  }

  @Test
  void refusesListsOfPhotosThatAreEmptyOrTooLong() {
    for (int count : new int[] {0, 501}) {
      List<String> ids = IntStream.range(0, count).mapToObj(Library::id).toList();
      Assertions.assertThatThrownBy(
              () ->
                  call(
                      stub ->
                          stub.presignOriginals(
                              PresignOriginalsRequest.newBuilder()
                                  .setEventId(1)
                                  .addAllPhotoIds(ids)
                                  .build())))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refused ->
                  assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
          .hasMessageContaining("photo_ids: must be 1-500");
    }
  }

  private interface Call<T> {
    T on(DownloadServiceBlockingStub stub);
  }

  private <T> T call(Call<T> call) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(server.getHost(), server.getPort()).usePlaintext().build();
    try {
      return call.on(
          DownloadServiceGrpc.newBlockingStub(channel)
              .withInterceptors(SharedSecret.sending(Peers.SECRET))
              .withDeadlineAfter(60, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }
}
