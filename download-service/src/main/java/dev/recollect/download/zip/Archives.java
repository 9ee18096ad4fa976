package dev.recollect.download.zip;

import dev.recollect.download.DownloadMetrics;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Selection;
import dev.recollect.download.original.OriginalFinder;
import dev.recollect.download.original.Originals;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;

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
   * Finds the first photos and opens the very first, so that what can be refused is refused before
   * a byte is sent.
   *
   * @throws RecollectException not found for an empty result; malformed when a named photo does not
   *     exist, since an archive could not say so; unavailable when storage or a peer does not
   *     answer
   */
  public Archive open(long eventId, Selection selection) {
    PageRequest first = new PageRequest(1, OriginalFinder.BATCH);
    Originals.Page page = originals.find(eventId, selection, first);
    boolean named =
        switch (selection) {
          case Selection.ByImageId one -> true;
          case Selection.ByImageIds several -> true;
          case Selection.ByBib bib -> false;
          case Selection.BySelfie selfie -> false;
        };
    long missing = page.originals().stream().filter(original -> original.file().isEmpty()).count();
    if (named && missing > 0) {
      throw RecollectException.malformed(missing + " of the images were not found");
    }
    Original.StoredFile head =
        page.originals().stream()
            .flatMap(original -> original.file().stream())
            .findFirst()
            .orElseThrow(() -> RecollectException.notFound(selection.nothingFound()));
    return new Archive(
        page,
        number -> originals.find(eventId, selection, new PageRequest(number, first.size())),
        open(head),
        this::open,
        metrics);
  }

  private InputStream open(Original.StoredFile file) {
    return storage.open(file.bucket(), file.key());
  }
}
