package dev.recollect.photos.ingest;

import jakarta.annotation.Nullable;

/** Names of files, as their senders give them. */
public final class FileName {
  private static final int LONGEST = 255;

  private FileName() {}

  /**
   * The last part of a path, which some browsers send, without control characters and cut from its
   * start to 255 characters; null when nothing is left.
   */
  @Nullable
  public static String cleaned(@Nullable String sent) {
    if (sent == null) {
      return null;
    }
    // Control characters first: a path ends at none of them.
    String printable = sent.replaceAll("\\p{Cntrl}", "");
    String name =
        printable
            .substring(Math.max(printable.lastIndexOf('/'), printable.lastIndexOf('\\')) + 1)
            .strip();
    return name.isEmpty() ? null : name.substring(Math.max(0, name.length() - LONGEST));
  }
}
