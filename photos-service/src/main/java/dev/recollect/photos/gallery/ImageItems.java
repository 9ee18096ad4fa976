package dev.recollect.photos.gallery;

import dev.recollect.kit.storage.DownloadName;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.kit.storage.StorageConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts photos into the form of the public API. */
@ApplicationScoped
public class ImageItems {
  private final ImageUrls urls;
  private final PresignedUrls presigned;
  private final StorageConfig buckets;

  ImageItems(ImageUrls urls, PresignedUrls presigned, StorageConfig buckets) {
    this.urls = urls;
    this.presigned = presigned;
    this.buckets = buckets;
  }

  ImageItem of(long eventId, ShownPhoto photo, boolean withOriginal) {
    return new ImageItem(
        urls.large(eventId, photo.photoId(), photo.renditionVersion()),
        photo.height(),
        photo.width(),
        photo.photoId().toString(),
        urls.small(eventId, photo.photoId(), photo.renditionVersion()),
        withOriginal ? original(photo) : null);
  }

  /** Signed here, without asking the storage. */
  private String original(ShownPhoto photo) {
    String name =
        DownloadName.of(photo.filename(), photo.photoId().toString(), photo.contentType());
    return presigned.download(buckets.originalsBucket(), photo.objectKey(), name).toString();
  }
}
