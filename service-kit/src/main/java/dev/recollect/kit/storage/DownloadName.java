package dev.recollect.kit.storage;

import jakarta.annotation.Nullable;
import java.util.Map;

/** The name that an original is saved under. */
public final class DownloadName {
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "image/jpeg", ".jpg", "image/png", ".png", "image/webp", ".webp", "image/heic", ".heic");
  private static final int LONGEST = 200;

  private DownloadName() {}

  /**
   * The uploader's name without folders and control characters; the photo's id where nothing is
   * left of it.
   *
   * @param uploaded may be blank
   */
  public static String of(@Nullable String uploaded, String photoId, String contentType) {
    String sent = uploaded == null ? "" : uploaded;
    String name = sent.substring(lastSeparator(sent) + 1);
    name = name.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_").strip().replaceFirst("^\\.+", "");
    if (name.isBlank()) {
      return photoId + EXTENSIONS.getOrDefault(contentType, "");
    }
    return name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST);
  }

  private static int lastSeparator(String path) {
    return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  }
}
