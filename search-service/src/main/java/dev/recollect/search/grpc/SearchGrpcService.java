package dev.recollect.search.grpc;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.grpc.BlockingCalls;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.proto.search.v1.FaceEmbedding;
import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.FindSearchedFaceRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.GetIndexProgressRequest;
import dev.recollect.proto.search.v1.IndexProgress;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchService;
import dev.recollect.proto.search.v1.SearchedFaces;
import dev.recollect.search.bib.BibFaces;
import dev.recollect.search.bib.BibSearch;
import dev.recollect.search.index.Indexing;
import dev.recollect.search.selfie.FaceSearches;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** What the other services find. */
@GrpcService
public class SearchGrpcService implements SearchService {
  private static final int MAX_PAGE_SIZE = 500;
  private static final int MAX_FACES = 100;

  private final BibSearch bibs;
  private final BibFaces bibFaces;
  private final FaceSearches faces;
  private final Indexing indexing;
  private final BlockingCalls calls;

  SearchGrpcService(
      BibSearch bibs,
      BibFaces bibFaces,
      FaceSearches faces,
      Indexing indexing,
      BlockingCalls calls) {
    this.bibs = bibs;
    this.bibFaces = bibFaces;
    this.faces = faces;
    this.indexing = indexing;
    this.calls = calls;
  }

  @Override
  public Uni<PhotoPage> findPhotosByBib(FindPhotosByBibRequest request) {
    PageRequest page = page(request.getPage(), request.getPageSize());
    return calls.run(() -> message(bibs.find(request.getEventId(), request.getBib(), page)));
  }

  @Override
  public Uni<PhotoPage> getFaceSearch(GetFaceSearchRequest request) {
    PageRequest page = page(request.getPage(), request.getPageSize());
    return calls.run(() -> message(faces.page(request.getEventId(), request.getRequestId(), page)));
  }

  @Override
  public Uni<SearchedFaces> findSearchedFace(FindSearchedFaceRequest request) {
    return calls.run(() -> message(faces.face(request.getEventId(), request.getRequestId())));
  }

  @Override
  public Uni<SearchedFaces> findFacesOfBib(FindFacesOfBibRequest request) {
    int limit = request.getLimit();
    if (limit < 1 || limit > MAX_FACES) {
      throw RecollectException.invalidField("limit", "must be 1 to " + MAX_FACES);
    }
    return calls.run(() -> message(bibFaces.find(request.getEventId(), request.getBib(), limit)));
  }

  @Override
  public Uni<IndexProgress> getIndexProgress(GetIndexProgressRequest request) {
    return calls.run(() -> message(indexing.progress(request.getEventId())));
  }

  private static IndexProgress message(dev.recollect.search.index.IndexProgress progress) {
    IndexProgress.Builder message =
        IndexProgress.newBuilder()
            .setTotal(progress.total())
            .setIndexed(progress.indexed())
            .setPending(progress.pending())
            .setFailed(progress.failed())
            .setPhotosPerSecond(progress.ratePerSecond());
    if (progress.etaSeconds() != null) {
      message.setEtaSeconds(progress.etaSeconds());
    }
    return message.build();
  }

  private static PageRequest page(int page, int size) {
    if (page < 1) {
      throw RecollectException.invalidField("page", "must be at least 1");
    }
    if (size < 1 || size > MAX_PAGE_SIZE) {
      throw RecollectException.invalidField("page_size", "must be 1 to " + MAX_PAGE_SIZE);
    }
    return new PageRequest(page, size);
  }

  private static PhotoPage message(dev.recollect.search.gallery.PhotoPage page) {
    PhotoPage.Builder message = PhotoPage.newBuilder().setTotal(page.total());
    page.photos().forEach(photo -> message.addPhotoIds(photo.photoId().toString()));
    return message.build();
  }

  private static SearchedFaces message(dev.recollect.search.face.SearchedFaces searched) {
    SearchedFaces.Builder message =
        SearchedFaces.newBuilder()
            .setModelId(searched.modelId())
            .setThresholdPercent(searched.thresholdPercent());
    searched.faces().forEach(face -> message.addFaces(message(face)));
    return message.build();
  }

  private static FaceEmbedding message(dev.recollect.vision.FaceEmbedding face) {
    FaceEmbedding.Builder message = FaceEmbedding.newBuilder();
    for (float value : face.values()) {
      message.addValues(value);
    }
    return message.build();
  }
}
