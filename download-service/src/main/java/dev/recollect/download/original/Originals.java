package dev.recollect.download.original;

import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Selection;
import dev.recollect.download.domain.Selection.ByBib;
import dev.recollect.download.domain.Selection.ByImageId;
import dev.recollect.download.domain.Selection.ByImageIds;
import dev.recollect.download.domain.Selection.BySelfie;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.proto.search.v1.PhotoPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The originals behind a selection, page by page. Blocks: for virtual threads. */
@ApplicationScoped
public class Originals {
  private static final int MOST_ATTEMPTS = 10;

  private final PhotoSearch search;
  private final OriginalFinder finder;

  Originals(PhotoSearch search, OriginalFinder finder) {
    this.search = search;
    this.finder = finder;
  }

  /**
   * @param originals of the page asked for
   * @param total over all pages
   */
  public record Page(List<Original> originals, long total) {}

  /**
   * @param page of at most {@link OriginalFinder#BATCH}
   * @throws RecollectException malformed when none of the named photos exists; not found for an
   *     unknown selfie search
   */
  public Page find(long eventId, Selection selection, PageRequest page) {
    return switch (selection) {
      case ByBib(var bib) -> page(eventId, search.byBib(eventId, bib, page));
      case BySelfie(var requestId) -> page(eventId, search.bySelfie(eventId, requestId, page));
      case ByImageId(var imageId) -> named(eventId, List.of(imageId), selection, page);
      case ByImageIds(var imageIds) -> named(eventId, imageIds, selection, page);
    };
  }

  /**
   * Ids of the whole result, in order. Photos that come and go meanwhile move the pages of a result
   * against one another, so that it is read anew when its size has changed.
   *
   * @throws RecollectException as {@link #find}; unavailable when the result does not stay as it is
   *     for long enough
   */
  public List<String> ids(long eventId, Selection selection) {
    return switch (selection) {
      case ByBib(var bib) -> settled(page -> search.byBib(eventId, bib, page));
      case BySelfie(var requestId) -> settled(page -> search.bySelfie(eventId, requestId, page));
      case ByImageId(var imageId) -> List.of(imageId);
      case ByImageIds(var imageIds) -> imageIds;
    };
  }

  private static List<String> settled(Function<PageRequest, PhotoPage> pages) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      PhotoPage first = pages.apply(new PageRequest(1, OriginalFinder.BATCH));
      List<String> ids = new ArrayList<>(first.getPhotoIdsList());
      long count = (first.getTotal() + OriginalFinder.BATCH - 1) / OriginalFinder.BATCH;
      boolean settled = true;
      for (int number = 2; settled && number <= count; number++) {
        PhotoPage page = pages.apply(new PageRequest(number, OriginalFinder.BATCH));
        ids.addAll(page.getPhotoIdsList());
        settled = page.getTotal() == first.getTotal();
      }
      if (settled) {
        return ids;
      }
    }
    throw RecollectException.unavailable("The photos found are changing; try again shortly", null);
  }

  /**
   * The photos with these ids, in that order.
   *
   * @param ids at most {@link OriginalFinder#BATCH}
   */
  public List<Original> find(long eventId, List<String> ids) {
    return finder.find(eventId, ids);
  }

  private Page page(long eventId, PhotoPage found) {
    return new Page(finder.find(eventId, found.getPhotoIdsList()), found.getTotal());
  }

  private Page named(long eventId, List<String> ids, Selection selection, PageRequest page) {
    List<Original> all = finder.find(eventId, ids);
    if (all.stream().allMatch(original -> original.file().isEmpty())) {
      throw RecollectException.malformed(selection.nothingFound());
    }
    List<Original> wanted = all.stream().skip(page.offset()).limit(page.size()).toList();
    return new Page(wanted, all.size());
  }
}
