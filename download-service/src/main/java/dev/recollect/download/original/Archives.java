package dev.recollect.download.original;

import dev.recollect.download.DownloadMetrics;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Selection;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prepares archives of selections. Blocks: for virtual threads. */
@ApplicationScoped
public class Archives {
  private final Originals originals;
  private final ObjectStorage storage;
  private final DownloadMetrics metrics;

  Archives(Originals originals, ObjectStorage storage, DownloadMetrics metrics) {
    this.originals = originals;
    this.storage = storage;
    this.metrics = metrics;
  }

  /**
   * Finds what belongs into the archive, and opens the very first photo, so that what can be
   * refused is refused before a byte is sent. The ids are collected at once: writing takes so long
   * that photos which are deleted meanwhile would move the rest of the result.
   *
   * @throws RecollectException not found for an empty result; malformed when a named photo does not
   *     exist, since an archive could not say so; unavailable when storage or a peer does not
   *     answer
   */
  public Archive open(long eventId, Selection selection) {
    Iterator<List<Original>> batches =
        batches(originals.ids(eventId, selection))
            .map(ids -> originals.find(eventId, ids))
            .iterator();
    List<Original> first = batches.hasNext() ? batches.next() : List.of();
    boolean named =
        switch (selection) {
          case Selection.ByImageId one -> true;
          case Selection.ByImageIds several -> true;
          case Selection.ByBib bib -> false;
          case Selection.BySelfie selfie -> false;
        };
    long missing = first.stream().filter(original -> original.file().isEmpty()).count();
    if (named && missing == first.size()) {
      throw RecollectException.malformed(selection.nothingFound());
    }
    if (named && missing > 0) {
      throw RecollectException.malformed(missing + " of the images were not found");
    }
    Original.StoredFile head =
        first.stream()
            .flatMap(original -> original.file().stream())
            .findFirst()
            .orElseThrow(() -> RecollectException.notFound(selection.nothingFound()));
    return new Archive(
        first, batches, open(head), photo -> openUnlessDeleted(eventId, photo), metrics);
  }

  private static Stream<List<String>> batches(List<String> ids) {
    return IntStream.iterate(0, start -> start < ids.size(), start -> start + OriginalFinder.BATCH)
        .mapToObj(start -> ids.subList(start, Math.min(ids.size(), start + OriginalFinder.BATCH)));
  }

  /** Photos are looked up many at once, and may be deleted until it is their turn. */
  private Optional<InputStream> openUnlessDeleted(long eventId, Original photo) {
    try {
      return photo.file().map(this::open);
    } catch (RecollectException failure) {
      if (failure.code() == ErrorCode.NOT_FOUND && isDeleted(eventId, photo)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private boolean isDeleted(long eventId, Original photo) {
    return originals.find(eventId, List.of(photo.imageId())).getFirst().file().isEmpty();
  }

  private InputStream open(Original.StoredFile file) {
    return storage.open(file.bucket(), file.key());
  }
}
