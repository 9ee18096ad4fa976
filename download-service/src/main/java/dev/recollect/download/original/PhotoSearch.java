package dev.recollect.download.original;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchService;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Asks search-service which photos show somebody. Blocks: for virtual threads. */
@ApplicationScoped
class PhotoSearch {
  private final SearchService search;

  PhotoSearch(@GrpcClient("search") SearchService search) {
    this.search = search;
  }

  /** Photos of a number in gallery order; a number nobody wears gives an empty page. */
  PhotoPage byBib(long eventId, String bib, PageRequest page) {
    return await(
        search.findPhotosByBib(
            FindPhotosByBibRequest.newBuilder()
                .setEventId(eventId)
                .setBib(bib)
                .setPage(page.page())
                .setPageSize(page.size())
                .build()));
  }

  /**
   * Photos of a stored selfie search, best match first.
   *
   * @throws RecollectException not found when the event has no such search
   */
  PhotoPage bySelfie(long eventId, UUID requestId, PageRequest page) {
    return await(
        search
            .getFaceSearch(
                GetFaceSearchRequest.newBuilder()
                    .setEventId(eventId)
                    .setRequestId(requestId.toString())
                    .setPage(page.page())
                    .setPageSize(page.size())
                    .build())
            .onFailure(GrpcCalls::isNotFound)
            .transform(
                missing -> RecollectException.notFound("No face search has this request_id")));
  }

  private static <T> T await(Uni<T> call) {
    return GrpcCalls.retrying(call).await().indefinitely();
  }
}
