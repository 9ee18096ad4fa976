package dev.recollect.clipping.clip;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object (RFC 9110, section 14).
 *
 * @param first offset of the first byte
 * @param length in bytes; 0 or less when the object has no such part
 */
record ByteRange(long first, long length) {
  private static final Pattern ONE =
      Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /**
   * The one range that a header asks for.
   *
   * @param header may be null
   * @return empty for none, and for what a server may ignore: other units, several ranges, nonsense
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(range.group(2)));
      return Optional.of(new ByteRange(size - last, last));
    }
    long first = Long.parseLong(range.group(1));
    long asked = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (asked < first && !range.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.min(asked, size - 1) - first + 1));
  }

  boolean satisfiable() {
    return length > 0;
  }

  /** As {@code Content-Range} says it. */
  String header(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }
}
