package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** The ways to ask for clips. A known id gives the search that is there. Every call blocks. */
@ApplicationScoped
public class ClipSearchRequests {
  private final ClipSearchStart start;
  private final SelfieFace selfies;
  private final PhotoFaces photos;

  ClipSearchRequests(ClipSearchStart start, SelfieFace selfies, PhotoFaces photos) {
    this.start = start;
    this.selfies = selfies;
    this.photos = photos;
  }

  /**
   * The search of an id.
   *
   * @throws RecollectException not found when the id belongs to another event of the organisation
   */
  Optional<ClipSearch> known(EventAccess event, UUID requestId) {
    return start.known(event, requestId);
  }

  /**
   * @param requestId empty for a new one
   * @param image JPEG, PNG, WebP or HEIC; a file that is there until this returns
   * @throws RecollectException malformed for what is no image, or shows no face
   */
  public ClipSearch bySelfie(EventAccess event, Optional<UUID> requestId, Path image) {
    UUID id = requestId.orElseGet(UUID::randomUUID);
    return start.start(event, id, () -> selfies.look(event, image));
  }

  /** As {@link #bySelfie(EventAccess, Optional, Path)}, from bytes. */
  public ClipSearch bySelfie(EventAccess event, Optional<UUID> requestId, byte[] image) {
    UUID id = requestId.orElseGet(UUID::randomUUID);
    return start.start(event, id, () -> selfies.look(event, image));
  }

  /**
   * By the face of an earlier search, whose id becomes this one's; nothing is looked at again.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND when the event has no such face search
   */
  public ClipSearch byFaceSearch(EventAccess event, UUID requestId) {
    return start.start(event, requestId, () -> photos.ofSearch(event.eventId(), requestId));
  }

  /**
   * By the faces that wear a number in photos, and by the number where it was read in videos.
   *
   * @param requestId empty for a new one
   */
  public ClipSearch byBib(EventAccess event, Optional<UUID> requestId, String bib) {
    UUID id = requestId.orElseGet(UUID::randomUUID);
    return start.start(event, id, () -> photos.ofBib(event.eventId(), bib.strip()));
  }
}
