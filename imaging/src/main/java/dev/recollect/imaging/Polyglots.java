package dev.recollect.imaging;

import java.io.IOException;

/**
 * Finds files that are an image and something a program would open as well, wherever in the file
 * that hides: archive tools look for a ZIP directory at the end of any file, PDF readers for a PDF
 * header near the beginning.
 */
final class Polyglots {
  private static final int PDF_HEAD_BYTES = 1024;
  private static final int ZIP_END_BYTES = 22;
  private static final int ZIP_COMMENT_BYTES = 0xFFFF;
  private static final String ZIP_END = "PK\5\6";

  private Polyglots() {}

  /** Refuses such a file; leaves the reader where it is. */
  static void refuse(ByteReader reader) throws IOException, ImageRejectedException {
    if (reader.peek(0, PDF_HEAD_BYTES).contains("%PDF-")) {
      throw Refusals.polyglot("a PDF document");
    }
    long from = Math.max(0, reader.size() - ZIP_END_BYTES - ZIP_COMMENT_BYTES);
    String tail = reader.peek(from, ZIP_END_BYTES + ZIP_COMMENT_BYTES);
    for (int at = tail.indexOf(ZIP_END); at >= 0; at = tail.indexOf(ZIP_END, at + 1)) {
      if (endsWithComment(tail, at)) {
        throw Refusals.polyglot("a ZIP archive");
      }
    }
  }

  /** The directory's last field says how long the comment is that must end the file. */
  private static boolean endsWithComment(String tail, int at) {
    int comment = at + ZIP_END_BYTES;
    return comment <= tail.length()
        && comment + (tail.charAt(comment - 2) | tail.charAt(comment - 1) << 8) == tail.length();
  }
}
