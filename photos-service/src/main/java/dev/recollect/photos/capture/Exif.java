package dev.recollect.photos.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks single fields up in EXIF data (EXIF 2.32 in the structure of TIFF 6.0). Only the fields
 * asked for are read: directories may have thousands of entries that all point at the same bytes,
 * so that reading all of them takes memory without measure. Not for use by several threads.
 */
final class Exif {
  /** Where a field is kept. */
  enum Directory {
    MAIN,
    EXIF,
    GPS
  }

  private static final int BYTE_ORDER_LITTLE = 0x4949;
  private static final int EXIF_POINTER = 0x8769;
  private static final int GPS_POINTER = 0x8825;
  private static final int ENTRY_BYTES = 12;
  private static final int LONGEST_TEXT = 1000;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int NONE = -1;

  private final ByteBuffer tiff;

  /**
   * @param block from its byte-order mark on
   */
  Exif(byte[] block) {
    this.tiff = ByteBuffer.wrap(block);
    if (block.length > 1 && tiff.getShort(0) == BYTE_ORDER_LITTLE) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Text up to its first NUL, without blanks around it; null when it is absent or blank. */
  String text(Directory directory, int tag) {
    try {
      int entry = entry(directory, tag);
      if (entry == NONE || !isText(tiff.getShort(entry + 2))) {
        return null;
      }
      int length = (int) Math.min(LONGEST_TEXT, tiff.getInt(entry + 4) & 0xFFFFFFFFL);
      byte[] bytes = new byte[length];
      tiff.get(length <= 4 ? entry + 8 : tiff.getInt(entry + 8), bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int end = text.indexOf('\0');
      String kept = (end < 0 ? text : text.substring(0, end)).strip();
      return kept.isEmpty() ? null : kept;
    } catch (IndexOutOfBoundsException broken) {
      return null;
    }
  }

  /** Fractions as decimals; null unless there are so many, with no zero below a line. */
  double[] fractions(Directory directory, int tag, int count) {
    try {
      int entry = entry(directory, tag);
      if (entry == NONE
          || tiff.getShort(entry + 2) != RATIONAL
          || tiff.getInt(entry + 4) != count) {
        return null;
      }
      int at = tiff.getInt(entry + 8);
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        long below = tiff.getInt(at + 8 * i + 4) & 0xFFFFFFFFL;
        if (below == 0) {
          return null;
        }
        values[i] = (double) (tiff.getInt(at + 8 * i) & 0xFFFFFFFFL) / below;
      }
      return values;
    } catch (IndexOutOfBoundsException broken) {
      return null;
    }
  }

  /** ASCII, or what careless and newer writers give text out as: bytes, undefined, UTF-8. */
  private static boolean isText(short type) {
    return type == 1 || type == 2 || type == 7 || type == 129;
  }

  private int entry(Directory directory, int tag) {
    return switch (directory) {
      case MAIN -> entryIn(tiff.getInt(4), tag);
      case EXIF -> entryIn(pointer(EXIF_POINTER), tag);
      case GPS -> entryIn(pointer(GPS_POINTER), tag);
    };
  }

  private int pointer(int tag) {
    int entry = entryIn(tiff.getInt(4), tag);
    return entry == NONE || tiff.getShort(entry + 2) != LONG ? NONE : tiff.getInt(entry + 8);
  }

  private int entryIn(int start, int tag) {
    if (start == NONE) {
      return NONE;
    }
    int count = tiff.getShort(start) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      int entry = start + 2 + ENTRY_BYTES * i;
      if ((tiff.getShort(entry) & 0xFFFF) == tag) {
        return entry;
      }
    }
    return NONE;
  }
}
