package dev.recollect.download.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names that are safe to save under, and unique inside one archive. Not thread-safe. */
public final class FileNames {
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "image/jpeg", ".jpg", "image/png", ".png", "image/webp", ".webp", "image/heic", ".heic");
  private static final int LONGEST = 200;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> nextNumbers = new HashMap<>();

  /**
   * The uploader's name without folders and control characters; the photo's id where nothing is
   * left of it.
   *
   * @param uploaded may be blank
   */
  public static String safe(String uploaded, String photoId, String contentType) {
    String name = uploaded.substring(lastSeparator(uploaded) + 1);
    name = name.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_").strip().replaceFirst("^\\.+", "");
    if (name.isBlank()) {
      return photoId + EXTENSIONS.getOrDefault(contentType, "");
    }
    return name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST);
  }

  private static int lastSeparator(String path) {
    return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  }

  /** The name itself, or the name with a number; names that differ in case only count as equal. */
  public String unique(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    String candidate = name;
    int number = nextNumbers.getOrDefault(folded, 2);
    while (!taken.add(candidate.toLowerCase(Locale.ROOT))) {
      int dot = name.lastIndexOf('.');
      int end = dot > 0 ? dot : name.length();
      candidate = name.substring(0, end) + " (" + number++ + ")" + name.substring(end);
    }
    nextNumbers.put(folded, number);
    return candidate;
  }
}
