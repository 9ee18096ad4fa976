package dev.recollect.kit.probe;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.grpc.BlockingCalls;
import dev.recollect.kit.sql.StoreException;
import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.FindSearchedFaceRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.GetIndexProgressRequest;
import dev.recollect.proto.search.v1.IndexProgress;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchService;
import dev.recollect.proto.search.v1.SearchedFaces;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.sql.SQLException;
import org.jboss.logging.MDC;

/** A gRPC service that fails as it is asked to: by throwing, or through what it returns. */
@GrpcService
public class ProbeSearchService implements SearchService {
  private final BlockingCalls calls;

  ProbeSearchService(BlockingCalls calls) {
    this.calls = calls;
  }

  @Override
  public Uni<PhotoPage> findPhotosByBib(FindPhotosByBibRequest request) {
    if (request.getBib().equals("7")) {
      return Uni.createFrom().item(PhotoPage.newBuilder().setTotal(7).build());
    }
    throw failure(request.getBib());
  }

  @Override
  public Uni<PhotoPage> getFaceSearch(GetFaceSearchRequest request) {
    return Uni.createFrom().failure(failure(request.getRequestId()));
  }

  @Override
  public Uni<IndexProgress> getIndexProgress(GetIndexProgressRequest request) {
    return Uni.createFrom().nothing();
  }

  @Override
  public Uni<SearchedFaces> findSearchedFace(FindSearchedFaceRequest request) {
    return Uni.createFrom().nothing();
  }

  /** Says which request the work behind a call belongs to. */
  @Override
  public Uni<SearchedFaces> findFacesOfBib(FindFacesOfBibRequest request) {
    return calls.run(
        () -> {
          throw RecollectException.notFound("request " + MDC.get("x_request_id"));
        });
  }

  private static RuntimeException failure(String kind) {
    return switch (kind) {
      case "missing" -> RecollectException.notFound("No such search");
      case "invalid" -> RecollectException.invalidField("page", "must be at least 1");
      case "down" -> RecollectException.unavailable("The database does not answer", null);
      case "lost" -> new StoreException(new SQLException("terminating connection", "57P01"));
      case "internal" -> new RecollectException(ErrorCode.INTERNAL, "the secret is hunter2");
      case "relayed" -> Status.RESOURCE_EXHAUSTED.withDescription("slower").asRuntimeException();
      default -> new IllegalStateException("the secret is hunter2");
    };
  }
}
