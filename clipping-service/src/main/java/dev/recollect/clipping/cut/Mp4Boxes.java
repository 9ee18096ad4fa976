package dev.recollect.clipping.cut;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Boxes inside a box of an MP4 file (ISO/IEC 14496-12, section 4.2), held in memory; meant for the
 * small one that describes the tracks.
 */
final class Mp4Boxes {
  static final int HEADER = 8;

  /** Bytes between the header and the first inner box. */
  private static int prefix(String type) {
    return switch (type) {
      case "stsd" -> 8;
      case "avc1" -> 78;
      default -> 0;
    };
  }

  /**
   * One box.
   *
   * @param at where its header begins
   * @param size with its header
   */
  record Box(String type, int at, int size) {
    int content() {
      return at + HEADER;
    }

    int end() {
      return at + size;
    }
  }

  private Mp4Boxes() {}

  /**
   * Follows a path of types, the first box of each.
   *
   * @param bytes begins with the header of the first box
   * @return one box per type
   * @throws IllegalArgumentException if there is no such box
   */
  static List<Box> path(ByteBuffer bytes, String... types) {
    List<Box> path = new ArrayList<>();
    int at = 0;
    int end = bytes.limit();
    for (String type : types) {
      Box box = find(bytes, at, end, type);
      path.add(box);
      at = box.content() + prefix(type);
      end = box.end();
    }
    return path;
  }

  private static Box find(ByteBuffer bytes, int from, int end, String type) {
    for (int at = from; at + HEADER <= end; ) {
      Box box = read(bytes, at);
      if (box.size() < HEADER || box.end() > end) {
        throw new IllegalArgumentException("a box of " + box.size() + " bytes does not fit");
      }
      if (box.type().equals(type)) {
        return box;
      }
      at = box.end();
    }
    throw new IllegalArgumentException("no box " + type);
  }

  /** The box whose header is there. */
  static Box read(ByteBuffer bytes, int at) {
    byte[] type = new byte[4];
    bytes.get(at + 4, type);
    return new Box(new String(type, StandardCharsets.ISO_8859_1), at, bytes.getInt(at));
  }
}
