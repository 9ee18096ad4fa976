package dev.recollect.search.grpc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.GetIndexProgressRequest;
import dev.recollect.proto.search.v1.IndexProgress;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchServiceGrpc;
import dev.recollect.proto.search.v1.SearchServiceGrpc.SearchServiceBlockingStub;
import dev.recollect.search.inference.Inference;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.PhotosPeer;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchGrpcTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Inference inference;

  @TestHTTPResource("/")
  URI service;

  private ManagedChannel channel;
  private long event;

  @BeforeEach
  void connect() {
    channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).build());
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  private SearchServiceBlockingStub stub() {
    Metadata credential = new Metadata();
    credential.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + PhotosPeer.SECRET);
    return SearchServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential));
  }

  private FindPhotosByBibRequest.Builder bib(String bib) {
    return FindPhotosByBibRequest.newBuilder()
        .setEventId(event)
        .setBib(bib)
        .setPage(1)
        .setPageSize(500);
  }

  private static void refused(Status.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code));
  }

  @Test
  void photosOfABibComeInGalleryOrder() {
    UUID second = gallery.indexed(event, "2026-05-01T10:01:00Z");
    UUID first = gallery.indexed(event, "2026-05-01T10:00:00Z");
    gallery.read(event, second, Gallery.reading("X1", .9));
    gallery.read(event, first, Gallery.reading("X1", .9));

    PhotoPage page = stub().findPhotosByBib(bib(" x1").build());

    assertThat(page.getPhotoIdsList()).containsExactly(first.toString(), second.toString());
    assertThat(page.getTotal()).isEqualTo(2);
    assertThat(stub().findPhotosByBib(bib("9").build()).getTotal()).isZero();
  }

  @Test
  void aStoredSearchIsPagedByRank() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 0);
    float[] face = inference.selfie(selfie).orElseThrow().face().embedding().values();
    UUID good = gallery.indexed(event, null);
    UUID better = gallery.indexed(event, null);
    gallery.faces(event, good, Gallery.similar(face, .7, 1));
    gallery.faces(event, better, Gallery.similar(face, .9, 2));
    String id =
        given()
            .header("X-API-Key", peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ))
            .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
            .post("/api/v1/ext/7/event/" + event + "/faces")
            .path("data.request_id");
    GetFaceSearchRequest.Builder request =
        GetFaceSearchRequest.newBuilder()
            .setEventId(event)
            .setRequestId(id)
            .setPage(1)
            .setPageSize(500);

    PhotoPage page = stub().getFaceSearch(request.build());

    assertThat(page.getPhotoIdsList()).containsExactly(better.toString(), good.toString());
    assertThat(page.getTotal()).isEqualTo(2);
    refused(
        Status.Code.NOT_FOUND,
        () -> stub().getFaceSearch(request.setEventId(event + 100_000).build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> stub().getFaceSearch(request.setRequestId("x").build()));
  }

  @Test
  void progressOfAnEventWithoutPhotosIsDone() {
    assertThat(
            stub().getIndexProgress(GetIndexProgressRequest.newBuilder().setEventId(event).build()))
        .isEqualTo(IndexProgress.newBuilder().setEtaSeconds(0).build());
  }

  @Test
  void pagesOutOfRangeAndStrangersAreRefused() {
    refused(
        Status.Code.INVALID_ARGUMENT, () -> stub().findPhotosByBib(bib("1").setPage(0).build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> stub().findPhotosByBib(bib("1").setPageSize(501).build()));
    refused(
        Status.Code.UNAUTHENTICATED,
        () -> SearchServiceGrpc.newBlockingStub(channel).findPhotosByBib(bib("1").build()));
  }
}
