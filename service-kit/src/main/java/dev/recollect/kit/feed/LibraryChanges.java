package dev.recollect.kit.feed;

import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The library's change feed, asked over gRPC. */
@IfBuildProperty(name = "recollect.feed.enabled", stringValue = "true")
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

  ListChangesResponse after(Cursor cursor) {
    ListChangesRequest request =
        ListChangesRequest.newBuilder().setAfter(cursor).setLimit(config.pageSize()).build();
    return GrpcCalls.retrying(library.listChanges(request)).await().atMost(PATIENCE);
  }
}
