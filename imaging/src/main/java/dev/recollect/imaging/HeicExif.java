package dev.recollect.imaging;

import dev.recollect.imaging.IsoBoxes.Box;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the EXIF item of a HEIF file (ISO/IEC 23008-12): the item information box says which item
 * it is, the item location box where in the file it lies.
 */
final class HeicExif {
  private static final String ITEM_TYPE = "Exif";

  private final ByteReader reader;
  private OptionalLong item = OptionalLong.empty();
  private Optional<byte[]> found = Optional.empty();

  private HeicExif(ByteReader reader) {
    this.reader = reader;
  }

  static Optional<byte[]> find(ByteReader reader) throws IOException {
    HeicExif search = new HeicExif(reader);
    while (reader.remaining() > 0) {
      Box box = IsoBoxes.next(reader, reader.size());
      if (box.type().equals("meta")) {
        long content = reader.position() + 4;
        // Nobody says which of the two boxes comes first.
        search.each(content, box.end(), "iinf", search::information);
        search.each(content, box.end(), "iloc", search::locations);
        return search.found;
      }
      reader.seek(box.end());
    }
    return Optional.empty();
  }

  private interface Reading {
    void read(long end) throws IOException;
  }

  private void each(long start, long end, String type, Reading reading) throws IOException {
    reader.seek(start);
    while (reader.position() < end) {
      Box box = IsoBoxes.next(reader, end);
      if (box.type().equals(type)) {
        reading.read(box.end());
      }
      reader.seek(box.end());
    }
  }

  private void information(long end) throws IOException {
    int version = version();
    reader.skip(version == 0 ? 2 : 4);
    each(reader.position(), end, "infe", entryEnd -> entry());
  }

  private void entry() throws IOException {
    int version = version();
    if (version < 2) {
      return;
    }
    long id = reader.unsigned(version == 2 ? 2 : 4);
    reader.skip(2);
    if (item.isEmpty() && reader.text(4).equals(ITEM_TYPE)) {
      item = OptionalLong.of(id);
    }
  }

  private void locations(long end) throws IOException {
    int version = version();
    int sizes = (int) reader.unsigned(2);
    int idBytes = version < 2 ? 2 : 4;
    int indexBytes = version == 0 ? 0 : sizes & 15;
    reader.skip(idBytes);
    while (reader.position() < end) {
      long id = reader.unsigned(idBytes);
      boolean inFile = version == 0 || (reader.unsigned(2) & 15) == 0;
      reader.skip(2);
      long base = reader.unsigned(sizes >> 4 & 15);
      long extents = reader.unsigned(2);
      int extentBytes = indexBytes + (sizes >> 12 & 15) + (sizes >> 8 & 15);
      if (item.isPresent() && item.getAsLong() == id) {
        if (inFile && extents == 1) {
          reader.skip(indexBytes);
          long offset = base + reader.unsigned(sizes >> 12 & 15);
          found = content(offset, reader.unsigned(sizes >> 8 & 15));
        }
        return;
      }
      reader.skip(extents * extentBytes);
    }
  }

  /** The data begin with how far behind that number the TIFF header is. */
  private Optional<byte[]> content(long offset, long length) throws IOException {
    reader.seek(offset);
    long start = reader.unsigned(4) + reader.position();
    return ExifBlock.part(reader, start, Math.addExact(offset, length));
  }

  private int version() throws IOException {
    int version = reader.next();
    reader.skip(3);
    return version;
  }
}
