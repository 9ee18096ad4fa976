package dev.recollect.search.gallery;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.search.library.LibraryPhoto;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Gives photos their URLs. Nothing is asked of anybody for it. */
@ApplicationScoped
public class ImageItems {
  private final String base;
  private final PresignedUrls urls;

  ImageItems(PublicUrlConfig config, PresignedUrls urls) {
    this.base = config.base().toString().replaceFirst("/+$", "");
    this.urls = urls;
  }

  /** In the order given. */
  public List<ImageItem> of(EventAccess event, List<LibraryPhoto> photos) {
    return photos.stream().map(photo -> item(event, photo)).toList();
  }

  private ImageItem item(EventAccess event, LibraryPhoto photo) {
    return new ImageItem(
        rendition(photo, "large"),
        photo.height(),
        photo.width(),
        photo.photoId().toString(),
        rendition(photo, "small"),
        event.publishOriginals() ? original(photo) : null);
  }

  private String rendition(LibraryPhoto photo, String size) {
    return "%s/imgs/%d/%s/%s.jpg?v=%d"
        .formatted(base, photo.eventId(), size, photo.photoId(), photo.renditionVersion());
  }

  private String original(LibraryPhoto photo) {
    LibraryPhoto.Original original = photo.original();
    String filename = original.filename().orElse(photo.photoId().toString());
    return urls.download(original.bucket(), original.objectKey(), filename).toString();
  }
}
