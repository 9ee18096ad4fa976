package dev.recollect.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;

/** Steps over the boxes of an ISO base media file (ISO/IEC 14496-12): MP4 and HEIF. */
final class IsoBoxes {
  /** Size and type. */
  static final int HEADER_BYTES = 8;

  /**
   * What cameras and phones write at the top level (mpvd: motion photo; sefd: Samsung). Anything
   * else there is not part of the picture or film.
   */
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "ftyp", "styp", "pdin", "moov", "moof", "mfra", "mdat", "free", "skip", "wide", "meta",
          "meco", "uuid", "idat", "sidx", "udta", "mpvd", "sefd");

  private IsoBoxes() {}

  /** One box: its type, and where it ends. */
  record Box(String type, long end) {}

  /** Whether a box that belongs at the top level begins at the reader's position. */
  static boolean topLevel(ByteReader reader) throws IOException {
    return reader.remaining() >= HEADER_BYTES
        && TOP_LEVEL.contains(reader.peek(reader.position() + 4, 4));
  }

  /**
   * Reads the header of the box at the reader's position and leaves the reader at its content.
   *
   * @param limit where the box must end at the latest
   * @throws EOFException when it does not
   */
  static Box next(ByteReader reader, long limit) throws IOException {
    long start = reader.position();
    long size = reader.unsigned(4);
    String type = reader.text(4);
    if (size == 1) {
      size = reader.unsigned(8);
    } else if (size == 0) {
      size = limit - start;
    }
    if (size < reader.position() - start || size > limit - start) {
      throw new EOFException("box %s of %d bytes at %d".formatted(type, size, start));
    }
    return new Box(type, start + size);
  }
}
