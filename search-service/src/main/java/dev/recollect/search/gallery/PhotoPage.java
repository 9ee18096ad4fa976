package dev.recollect.search.gallery;

import dev.recollect.search.library.LibraryPhoto;
import java.util.List;

/**
 * A page of photos.
 *
 * @param total on all pages
 */
public record PhotoPage(List<LibraryPhoto> photos, long total) {
  public PhotoPage {
    photos = List.copyOf(photos);
  }
}
