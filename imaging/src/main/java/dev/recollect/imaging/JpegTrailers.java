package dev.recollect.imaging;

import java.io.IOException;

/**
 * Decides what may follow the EOI of a JPEG. Cameras, phones and the tools of photographers do
 * append things, and refusing those would refuse honest photos:
 *
 * <ul>
 *   <li>fill bytes (00 or FF);
 *   <li>further complete JPEGs: Multi-Picture Format (CIPA DC-007), previews, gain maps;
 *   <li>an MP4 that ends the file: motion photos;
 *   <li>Samsung's trailer (SEFH directory, SEFT at the end), which also carries motion photos;
 *   <li>the trailers of Photo Mechanic (cbipcbbl at the end) and of Canon's editor (CANON OPTIONAL
 *       DATA).
 * </ul>
 *
 * Each is recognised by its structure, not by a word somewhere. Anything else is refused.
 */
final class JpegTrailers {
  private static final String CANON = "CANON OPTIONAL DATA\0";
  private static final int CANON_HEADER_BYTES = 0x1C;
  private static final int CANON_FOOTER_BYTES = 0x40;
  private static final int PHOTO_MECHANIC_FOOTER_BYTES = 12;
  private static final int SAMSUNG_FOOTER_BYTES = 8;
  private static final int SAMSUNG_ENTRY_BYTES = 12;

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
    while (trimmed()) {
      continue;
    }
    while (skippedFill() < end) {
      if (reader.peek(reader.position(), 3).equals("\u00ff\u00d8\u00ff")) {
        JpegStructure.read(reader);
      } else if (IsoBoxes.topLevel(reader)) {
        film();
      } else {
        throw Refusals.trailing(imageEnd, reader.size());
      }
    }
  }

  /** An MP4, box by box; whatever stands behind its last box is judged anew. */
  private void film() throws IOException {
    while (reader.position() < end && IsoBoxes.topLevel(reader)) {
      reader.seek(IsoBoxes.next(reader, end).end());
    }
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
    long directory = end - SAMSUNG_FOOTER_BYTES - little(end - SAMSUNG_FOOTER_BYTES);
    if (directory < imageEnd || !reader.peek(directory, 4).equals("SEFH")) {
      return -1;
    }
    long entries = little(directory + 8);
    long first = directory;
    for (long i = 0; i < entries; i++) {
      long entry = directory + SAMSUNG_ENTRY_BYTES * (i + 1);
      if (entry + SAMSUNG_ENTRY_BYTES > end) {
        return -1;
      }
      long start = directory - little(entry + 4);
      if (start < imageEnd || start + little(entry + 8) > directory) {
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

  private long skippedFill() throws IOException {
    while (reader.position() < end && reader.peek(reader.position(), 1).equals("\0")) {
      reader.skip(1);
    }
    long here = reader.position();
    while (reader.position() < end && reader.next() == 0xFF) {
      continue;
    }
    if (reader.position() < end) {
      reader.seek(here);
    }
    return reader.position();
  }

  private long big(long position) throws IOException {
    long here = reader.position();
    reader.seek(position);
    long value = reader.unsigned(4);
    reader.seek(here);
    return value;
  }

  private long little(long position) throws IOException {
    long here = reader.position();
    reader.seek(position);
    long value = reader.unsignedLittle(4);
    reader.seek(here);
    return value;
  }
}
