package dev.recollect.kit.storage;

import java.nio.charset.StandardCharsets;

/** Download headers that any file name survives (RFC 6266, RFC 5987). */
public final class ContentDisposition {
  private static final String UNRESERVED = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /** {@code attachment} with an ASCII name for old clients and the exact one for the others. */
  public static String attachment(String filename) {
    StringBuilder ascii = new StringBuilder();
    StringBuilder exact = new StringBuilder();
    for (char c : filename.toCharArray()) {
      boolean plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' && c != '/';
      ascii.append(plain ? c : '_');
    }
    for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean bare = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      exact.append(bare ? String.valueOf(c) : String.format("%%%02X", b & 0xff));
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
  }
}
