package dev.recollect.photos.gallery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Public URLs of renditions. A new version of a rendition has a new URL, so caches may keep it. */
@ApplicationScoped
public class ImageUrls {
  private final String base;

  ImageUrls(PublicConfig config) {
    this.base = config.base().toString().replaceAll("/+$", "") + "/imgs/";
  }

  /** The large preview. */
  public String large(long eventId, UUID photoId, int version) {
    return url(eventId, "large", photoId, version);
  }

  /** The thumbnail. */
  public String small(long eventId, UUID photoId, int version) {
    return url(eventId, "small", photoId, version);
  }

  private String url(long eventId, String size, UUID photoId, int version) {
    return base + eventId + "/" + size + "/" + photoId + ".jpg?v=" + version;
  }
}
