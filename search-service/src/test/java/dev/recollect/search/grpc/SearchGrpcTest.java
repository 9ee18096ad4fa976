package dev.recollect.search.grpc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.FindSearchedFaceRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.GetIndexProgressRequest;
import dev.recollect.proto.search.v1.IndexProgress;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchServiceGrpc;
import dev.recollect.proto.search.v1.SearchServiceGrpc.SearchServiceBlockingStub;
import dev.recollect.proto.search.v1.SearchedFaces;
import dev.recollect.search.face.IndexedFace;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.inference.Inference;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.search.testing.TestPhotos;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.SharedSecret;
import dev.recollect.vision.FaceEmbedding;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
  @Inject FaceModels models;

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
    return SearchServiceGrpc.newBlockingStub(channel)
        .withInterceptors(SharedSecret.sending(PhotosPeer.SECRET));
  }

  private FindPhotosByBibRequest.Builder bib(String bib) {
    return FindPhotosByBibRequest.newBuilder()
        .setEventId(event)
        .setBib(bib)
        .setPage(1)
        .setPageSize(500);
  }

  private FindFacesOfBibRequest facesOf(String bib, int limit) {
    return FindFacesOfBibRequest.newBuilder().setEventId(event).setBib(bib).setLimit(limit).build();
  }

  /** Makes a selfie search over REST; its id. */
  private String searched(byte[] selfie) {
    return given()
        .header("X-API-Key", peer.key(Gallery.ORGANISATION, Scope.SCOPE_READ))
        .multiPart("selfie", "selfie.jpg", selfie, "image/jpeg")
        .post("/api/v1/ext/7/event/" + event + "/faces")
        .path("data.request_id");
  }

  private static IndexedFace stored(float[] embedding, double confidence, boolean lowQuality) {
    return new IndexedFace(Gallery.SOMEWHERE, confidence, lowQuality, embedding);
  }

  /** Equal but for what half precision takes away, and of length 1. */
  private static void same(dev.recollect.proto.search.v1.FaceEmbedding actual, float[] expected) {
    assertThat(actual.getValuesCount()).isEqualTo(expected.length);
    double square = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.getValues(i)).isCloseTo(expected[i], offset(.0002f));
      square += (double) actual.getValues(i) * actual.getValues(i);
    }
    assertThat(square).isCloseTo(1, offset(1e-6));
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
    assertThatThrownBy(() -> stub().findPhotosByBib(bib("1\u0000").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus())
                    .returns(Status.Code.INVALID_ARGUMENT, Status::getCode)
                    .returns(
                        "A text contains a character that cannot be stored",
                        Status::getDescription));
  }

  @Test
  void aStoredSearchIsPagedByRank() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 0);
    float[] face =
        inference.selfie(TestPhotos.file(selfie)).orElseThrow().face().embedding().values();
    UUID good = gallery.indexed(event, null);
    UUID better = gallery.indexed(event, null);
    gallery.faces(event, good, Gallery.similar(face, .7, 1));
    gallery.faces(event, better, Gallery.similar(face, .9, 2));
    String id = searched(selfie);
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
  void theFaceOfAStoredSearchIsItsSelfiesWithTheThresholdOfThatTime() throws Exception {
    byte[] selfie = TestPhotos.portrait(0, 0);
    FaceEmbedding face = inference.selfie(TestPhotos.file(selfie)).orElseThrow().face().embedding();
    peer.put(Gallery.event(event).setFaceThresholdPercent(62.5).build());
    String id = searched(selfie);
    FindSearchedFaceRequest.Builder request =
        FindSearchedFaceRequest.newBuilder().setEventId(event).setRequestId(id);

    SearchedFaces found = stub().findSearchedFace(request.build());

    assertThat(found.getModelId()).isEqualTo(face.modelId());
    assertThat(found.getThresholdPercent()).isEqualTo(62.5);
    assertThat(found.getFacesCount()).isEqualTo(1);
    same(found.getFaces(0), face.values());
    refused(
        Status.Code.NOT_FOUND,
        () -> stub().findSearchedFace(request.setEventId(event + 100_000).build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> stub().findSearchedFace(request.setRequestId("x").build()));
  }

  @Test
  void facesOfABibComeClearestFirst() {
    float[] clear = Gallery.face(1);
    float[] clearer = Gallery.face(2);
    float[] small = Gallery.face(3);
    UUID photo = gallery.indexed(event, null);
    UUID other = gallery.indexed(event, null);
    UUID hidden = gallery.indexed(event, null, false);
    gallery.faces(event, photo, stored(Gallery.face(4), .99, false), stored(clear, .8, false));
    gallery.faces(event, other, stored(clearer, .9, false), stored(small, .99, true));
    gallery.faces(event, hidden, stored(Gallery.face(5), .99, false));
    gallery.read(event, photo, Gallery.worn("A7", .9, 1), Gallery.reading("8", .9));
    gallery.read(event, other, Gallery.worn("A7", .9, 0), Gallery.worn("A7", .9, 1));
    gallery.read(event, hidden, Gallery.worn("A7", .9, 0));

    SearchedFaces found = stub().findFacesOfBib(facesOf(" a7", 100));

    assertThat(found.getModelId()).isEqualTo(models.serving().embedder().modelId());
    assertThat(found.getThresholdPercent()).isEqualTo(80);
    assertThat(found.getFacesCount()).isEqualTo(3);
    same(found.getFaces(0), clearer);
    same(found.getFaces(1), clear);
    same(found.getFaces(2), small);
    SearchedFaces one = stub().findFacesOfBib(facesOf("A7", 1));
    assertThat(one.getFacesList()).containsExactly(found.getFaces(0));
    // Read, but worn by nobody who was seen; and not read at all.
    assertThat(stub().findFacesOfBib(facesOf("8", 100)).getFacesList()).isEmpty();
    assertThat(stub().findFacesOfBib(facesOf("07", 100)).getFacesList()).isEmpty();
  }

  @Test
  void theThresholdOfABibsFacesIsTheEvents() {
    long strict =
        gallery.open(peer, Gallery.event(Gallery.newEventId()).setFaceThresholdPercent(91).build());

    SearchedFaces found =
        stub()
            .findFacesOfBib(
                FindFacesOfBibRequest.newBuilder()
                    .setEventId(strict)
                    .setBib("1")
                    .setLimit(1)
                    .build());

    assertThat(found.getFacesList()).isEmpty();
    assertThat(found.getThresholdPercent()).isEqualTo(91);
  }

  @Test
  void progressOfAnEventWithoutPhotosIsDone() {
    assertThat(
            stub().getIndexProgress(GetIndexProgressRequest.newBuilder().setEventId(event).build()))
        .isEqualTo(IndexProgress.newBuilder().setEtaSeconds(0).build());
  }

  @Test
  void pagesOutOfRangeAndStrangersAreRefused() {
    refused(Status.Code.INVALID_ARGUMENT, () -> stub().findFacesOfBib(facesOf("1", 0)));
    refused(Status.Code.INVALID_ARGUMENT, () -> stub().findFacesOfBib(facesOf("1", 101)));
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
