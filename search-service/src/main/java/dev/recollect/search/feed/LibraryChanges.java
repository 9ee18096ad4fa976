package dev.recollect.search.feed;

import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** The library's change feed, asked over gRPC. */
@ApplicationScoped
class LibraryChanges {
  /** Above the deadline of the call and its one retry. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final LibraryService library;
  private final FeedConfig config;

  LibraryChanges(@GrpcClient("photos") LibraryService library, FeedConfig config) {
    this.library = library;
    this.config = config;
  }

  ListChangesResponse after(Optional<Cursor> cursor) {
    ListChangesRequest.Builder request =
        ListChangesRequest.newBuilder().setLimit(config.pageSize());
    cursor.ifPresent(request::setAfter);
    return GrpcCalls.retrying(library.listChanges(request.build())).await().atMost(PATIENCE);
  }
}
