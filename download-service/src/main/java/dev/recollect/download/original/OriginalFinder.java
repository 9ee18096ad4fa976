package dev.recollect.download.original;

import com.google.protobuf.ByteString;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Original.Digest;
import dev.recollect.download.domain.Original.StoredFile;
import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.kit.storage.DownloadName;
import dev.recollect.proto.library.v1.FindOriginalsRequest;
import dev.recollect.proto.library.v1.FoundOriginal;
import dev.recollect.proto.library.v1.LibraryService;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks the library of record where originals lie. Blocks: for virtual threads. */
@ApplicationScoped
public class OriginalFinder {

  /** Most ids of one call. */
  public static final int BATCH = 500;

  private final LibraryService photos;

  OriginalFinder(@GrpcClient("photos") LibraryService photos) {
    this.photos = photos;
  }

  /**
   * The photos asked for, in that order; those that the event does not have are without a file.
   *
   * @param imageIds at most {@link #BATCH}
   */
  public List<Original> find(long eventId, List<String> imageIds) {
    if (imageIds.isEmpty()) {
      return List.of();
    }
    FindOriginalsRequest request =
        FindOriginalsRequest.newBuilder()
            .setEventId(eventId)
            .addAllPhotoIds(imageIds.stream().map(OriginalFinder::canonical).toList())
            .build();
    Map<String, StoredFile> files = new HashMap<>();
    for (FoundOriginal found :
        GrpcCalls.retrying(photos.findOriginals(request))
            .await()
            .indefinitely()
            .getOriginalsList()) {
      files.put(found.getPhotoId(), fileOf(found.getPhotoId(), found.getOriginal()));
    }
    return imageIds.stream()
        .map(id -> new Original(id, Optional.ofNullable(files.get(canonical(id)))))
        .toList();
  }

  private static String canonical(String imageId) {
    return imageId.strip().toLowerCase(Locale.ROOT);
  }

  private static StoredFile fileOf(
      String photoId, dev.recollect.proto.library.v1.Original original) {
    return new StoredFile(
        original.getBucket(),
        original.getObjectKey(),
        original.getSizeBytes(),
        DownloadName.of(original.getFilename(), photoId, original.getContentType()),
        digestOf(original.getSha256()));
  }

  private static Optional<Digest> digestOf(ByteString sha256) {
    return sha256.isEmpty()
        ? Optional.empty()
        : Optional.of(new Digest(HexFormat.of().formatHex(sha256.toByteArray())));
  }
}
