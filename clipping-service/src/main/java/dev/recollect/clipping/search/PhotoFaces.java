package dev.recollect.clipping.search;

import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindSearchedFaceRequest;
import dev.recollect.proto.search.v1.SearchService;
import dev.recollect.proto.search.v1.SearchedFaces;
import dev.recollect.vision.FaceEmbedding;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Faces that search-service knows already. */
@ApplicationScoped
class PhotoFaces {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Clearest first; more of them find hardly more. */
  private static final int FACES_OF_A_BIB = 20;

  private final SearchService search;

  PhotoFaces(@GrpcClient("search") SearchService search) {
    this.search = search;
  }

  /**
   * The face of an earlier selfie search of the event.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND when there is none
   */
  QueryFaces ofSearch(long eventId, UUID requestId) {
    return ask(
        search.findSearchedFace(
            FindSearchedFaceRequest.newBuilder()
                .setEventId(eventId)
                .setRequestId(requestId.toString())
                .build()),
        Optional.empty());
  }

  /** The faces that wear a bib in the event's photos; none when nobody wears it. */
  QueryFaces ofBib(long eventId, String bib) {
    return ask(
        search.findFacesOfBib(
            FindFacesOfBibRequest.newBuilder()
                .setEventId(eventId)
                .setBib(bib)
                .setLimit(FACES_OF_A_BIB)
                .build()),
        Optional.of(bib.toUpperCase(Locale.ROOT)));
  }

  private static QueryFaces ask(Uni<SearchedFaces> call, Optional<String> bib) {
    SearchedFaces found = GrpcCalls.retrying(call).await().atMost(PATIENCE);
    List<FaceEmbedding> faces =
        found.getFacesList().stream()
            .map(face -> FaceEmbedding.normalized(found.getModelId(), values(face.getValuesList())))
            .toList();
    return new QueryFaces(found.getModelId(), faces, found.getThresholdPercent(), 1, bib);
  }

  private static float[] values(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }
}
