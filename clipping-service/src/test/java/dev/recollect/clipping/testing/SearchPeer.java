package dev.recollect.clipping.testing;

import dev.recollect.proto.search.v1.FaceEmbedding;
import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindSearchedFaceRequest;
import dev.recollect.proto.search.v1.SearchServiceGrpc;
import dev.recollect.proto.search.v1.SearchedFaces;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A remote peer that speaks search-service's side of gRPC, as far as clips need it. */
public final class SearchPeer implements AutoCloseable {
  private final Map<String, SearchedFaces> searches = new ConcurrentHashMap<>();
  private final Map<String, SearchedFaces> bibs = new ConcurrentHashMap<>();
  private final Server server;

  public SearchPeer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Faces())
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  /** Makes a face search of an event. */
  public UUID faceSearch(long eventId, String modelId, float[] face) {
    UUID id = UUID.randomUUID();
    searches.put(eventId + "/" + id, faces(modelId, List.of(face)));
    return id;
  }

  /** Puts a bib on people. */
  public void bib(long eventId, String bib, String modelId, List<float[]> wearers) {
    bibs.put(eventId + "/" + bib, faces(modelId, wearers));
  }

  private static SearchedFaces faces(String modelId, List<float[]> all) {
    SearchedFaces.Builder faces =
        SearchedFaces.newBuilder().setModelId(modelId).setThresholdPercent(80);
    for (float[] face : all) {
      FaceEmbedding.Builder embedding = FaceEmbedding.newBuilder();
      for (float value : face) {
        embedding.addValues(value);
      }
      faces.addFaces(embedding);
    }
    return faces.build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Faces extends SearchServiceGrpc.SearchServiceImplBase {
    @Override
    public void findSearchedFace(
        FindSearchedFaceRequest request, StreamObserver<SearchedFaces> answer) {
      SearchedFaces found = searches.get(request.getEventId() + "/" + request.getRequestId());
      if (found == null) {
        answer.onError(
            Status.NOT_FOUND
                .withDescription("No face search has this request_id")
                .asRuntimeException());
      } else {
        answer.onNext(found);
        answer.onCompleted();
      }
    }

    @Override
    public void findFacesOfBib(
        FindFacesOfBibRequest request, StreamObserver<SearchedFaces> answer) {
      SearchedFaces nobody = faces(bibs.values().iterator().next().getModelId(), List.of());
      answer.onNext(bibs.getOrDefault(request.getEventId() + "/" + request.getBib(), nobody));
      answer.onCompleted();
    }
  }
}
