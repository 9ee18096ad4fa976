package dev.recollect.photos.feed;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.Photo;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.PhotoMessage;
import dev.recollect.photos.stamp.StampRecords;
import dev.recollect.proto.library.v1.FindOriginalsRequest;
import dev.recollect.proto.library.v1.FindOriginalsResponse;
import dev.recollect.proto.library.v1.FoundOriginal;
import dev.recollect.proto.library.v1.GetStampRequest;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.proto.library.v1.Stamp;
import io.quarkus.grpc.GrpcService;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The library of record for the other services. */
@GrpcService
public class LibraryGrpc implements LibraryService {
  private static final int MOST_CHANGES = 1000;
  private static final int MOST_ORIGINALS = 500;

  private final ChangeFeed feed;
  private final StampRecords stamps;
  private final StorageConfig storage;

  LibraryGrpc(ChangeFeed feed, StampRecords stamps, StorageConfig storage) {
    this.feed = feed;
    this.stamps = stamps;
    this.storage = storage;
  }

  @Override
  public Uni<ListChangesResponse> listChanges(ListChangesRequest request) {
    if (request.getLimit() < 1 || request.getLimit() > MOST_CHANGES) {
      return Uni.createFrom().failure(RecollectException.invalidField("limit", "must be 1-1000"));
    }
    return feed.after(request.getAfter(), request.getLimit());
  }

  @Override
  public Uni<FindOriginalsResponse> findOriginals(FindOriginalsRequest request) {
    if (request.getPhotoIdsCount() > MOST_ORIGINALS) {
      return Uni.createFrom()
          .failure(RecollectException.invalidField("photo_ids", "must be at most 500"));
    }
    Set<UUID> asked =
        request.getPhotoIdsList().stream()
            .flatMap(text -> PhotoId.parse(text).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (asked.isEmpty()) {
      return Uni.createFrom().item(FindOriginalsResponse.getDefaultInstance());
    }
    return Panache.withSession(() -> Photo.listIn(List.of(request.getEventId()), asked))
        .map(found -> inOrder(asked, found));
  }

  @Override
  public Uni<Stamp> getStamp(GetStampRequest request) {
    return stamps
        .message(request.getEventId())
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("The event has no stamp"));
  }

  private FindOriginalsResponse inOrder(Set<UUID> asked, List<Photo> found) {
    Map<UUID, Photo> byId =
        found.stream().collect(Collectors.toMap(photo -> photo.photoId, Function.identity()));
    FindOriginalsResponse.Builder response = FindOriginalsResponse.newBuilder();
    for (UUID id : asked) {
      Photo photo = byId.get(id);
      if (photo != null) {
        response.addOriginals(
            FoundOriginal.newBuilder()
                .setPhotoId(id.toString())
                .setOriginal(PhotoMessage.originalOf(photo, storage.originalsBucket())));
      }
    }
    return response.build();
  }
}
