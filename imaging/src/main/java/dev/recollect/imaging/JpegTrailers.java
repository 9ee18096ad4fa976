package dev.recollect.imaging;

import java.io.IOException;

/**
 * Decides what may follow the EOI of a JPEG. Cameras, phones and the tools of photographers do
 * append things, and refusing those would refuse honest photos:
 *
 * <ul>
 *   <li>fill bytes (00 or FF);
 *   <li>further complete JPEGs: Multi-Picture Format (CIPA DC-007), previews, gain maps;
 *   <li>a film in MP4 boxes: motion photos;
 *   <li>Samsung's trailer (SEFH directory, SEFT at the end), which also carries motion photos;
 *   <li>the trailers of Photo Mechanic (cbipcbbl at the end) and of Canon's editor (CANON OPTIONAL
 *       DATA).
 * </ul>
 *
 * Each is recognised by its structure, not by a word somewhere. Anything else is refused. What such
 * a trailer carries is not judged here; {@link Polyglots} looks at the file as a whole.
 */
final class JpegTrailers {
  private static final String CANON = "CANON OPTIONAL DATA\0";
  private static final int CANON_HEADER_BYTES = 0x1C;
  private static final int CANON_FOOTER_BYTES = 0x40;
  private static final int PHOTO_MECHANIC_FOOTER_BYTES = 12;
  private static final int SIZE_BYTES = 4;
  private static final int SAMSUNG_FOOTER_BYTES = 8;
  private static final int SAMSUNG_ENTRY_BYTES = 12;
  private static final int SAMSUNG_MAX_ENTRIES = 1000;

  private final ByteReader reader;
  private final long imageEnd;
  private long end;

  private JpegTrailers(ByteReader reader) {
    this.reader = reader;
    this.imageEnd = reader.position();
    this.end = reader.size();
  }

  /**
   * Checks what lies between the reader's position, just behind the EOI, and the end of the file.
   */
  static void check(ByteReader reader) throws IOException, ImageRejectedException {
    new JpegTrailers(reader).check();
  }

  private void check() throws IOException, ImageRejectedException {
    boolean found;
    do {
      found = trimmed();
    } while (found);
    while (skippedFill() < end) {
      if (reader.peek(reader.position(), 3).equals("\u00ff\u00d8\u00ff")) {
        JpegStructure.read(reader);
      } else if (!film()) {
        throw Refusals.trailing(imageEnd, reader.size());
      }
    }
  }

  /**
   * An MP4, box by box; whatever stands behind its last box is judged anew. A box begins with its
   * size, so some of the zeros that were taken for fill may be its own.
   */
  private boolean film() throws IOException {
    long here = reader.position();
    for (long start = here; start >= Math.max(imageEnd, here - SIZE_BYTES); start--) {
      reader.seek(start);
      if (IsoBoxes.topLevel(reader)) {
        while (reader.position() < end && IsoBoxes.topLevel(reader)) {
          reader.seek(IsoBoxes.next(reader, end).end());
        }
        return true;
      }
    }
    return false;
  }

  /** Takes one trailer that is recognised from its end off the file. */
  private boolean trimmed() throws IOException {
    long start = samsungStart();
    if (start < 0) {
      start = photoMechanicStart();
    }
    if (start < 0) {
      start = canonStart();
    }
    if (start < imageEnd || start >= end) {
      return false;
    }
    end = start;
    return true;
  }

  private long samsungStart() throws IOException {
    if (end - imageEnd < SAMSUNG_FOOTER_BYTES + SAMSUNG_ENTRY_BYTES
        || !reader.peek(end - 4, 4).equals("SEFT")) {
      return -1;
    }
    long here = reader.position();
    try {
      reader.seek(end - SAMSUNG_FOOTER_BYTES);
      long directory = end - SAMSUNG_FOOTER_BYTES - reader.unsignedLittle(4);
      if (directory < imageEnd || !reader.peek(directory, 4).equals("SEFH")) {
        return -1;
      }
      reader.seek(directory + 8);
      return samsungFirstBlock(directory);
    } finally {
      reader.seek(here);
    }
  }

  /** The directory's entries point backwards to the blocks; the first block begins the trailer. */
  private long samsungFirstBlock(long directory) throws IOException {
    long entries = reader.unsignedLittle(4);
    if (entries > SAMSUNG_MAX_ENTRIES || directory + SAMSUNG_ENTRY_BYTES * (entries + 1) > end) {
      return -1;
    }
    long first = directory;
    for (long i = 0; i < entries; i++) {
      reader.skip(4);
      long start = directory - reader.unsignedLittle(4);
      if (start < imageEnd || start + reader.unsignedLittle(4) > directory) {
        return -1;
      }
      first = Math.min(first, start);
    }
    return first;
  }

  private long photoMechanicStart() throws IOException {
    if (end - imageEnd < PHOTO_MECHANIC_FOOTER_BYTES
        || !reader.peek(end - 8, 8).equals("cbipcbbl")) {
      return -1;
    }
    return end - PHOTO_MECHANIC_FOOTER_BYTES - big(end - PHOTO_MECHANIC_FOOTER_BYTES);
  }

  private long canonStart() throws IOException {
    long footer = end - CANON_FOOTER_BYTES;
    if (footer < imageEnd || !reader.peek(footer, CANON.length()).equals(CANON)) {
      return -1;
    }
    long start = footer - CANON_HEADER_BYTES - big(footer + CANON.length());
    return start >= imageEnd && reader.peek(start, CANON.length()).equals(CANON) ? start : -1;
  }

  /** Steps over zeros, and over FF when nothing else is left. */
  private long skippedFill() throws IOException {
    skip(0);
    long here = reader.position();
    skip(0xFF);
    if (reader.position() < end) {
      reader.seek(here);
    }
    return reader.position();
  }

  private void skip(int fill) throws IOException {
    while (reader.position() < end) {
      if (reader.next() != fill) {
        reader.seek(reader.position() - 1);
        return;
      }
    }
  }

  private long big(long position) throws IOException {
    long here = reader.position();
    reader.seek(position);
    long value = reader.unsigned(4);
    reader.seek(here);
    return value;
  }
}
