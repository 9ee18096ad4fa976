package dev.recollect.imaging;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG (W3C PNG, third edition) from IHDR to IEND, which must end the file.
 * Checksums are compared here, because the decoder of some libvips releases does not.
 */
final class PngStructure {
  private static final int SIGNATURE_BYTES = 8;

  private final ByteReader reader;
  private final CRC32 checksum = new CRC32();

  private PngStructure(ByteReader reader) {
    this.reader = reader;
  }

  /** Reads the whole file, from the reader's position at its beginning. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    return new PngStructure(reader).walk();
  }

  private Structure walk() throws IOException, ImageRejectedException {
    reader.skip(SIGNATURE_BYTES);
    Structure structure = header();
    String type;
    do {
      type = chunk();
    } while (!type.equals("IEND"));
    if (reader.remaining() > 0) {
      throw Refusals.trailing(reader.position(), reader.size());
    }
    return structure;
  }

  /** Reads what IHDR says and stays before it, so that it is walked like every chunk. */
  private Structure header() throws IOException, ImageRejectedException {
    long start = reader.position();
    reader.skip(4);
    if (!reader.text(4).equals("IHDR")) {
      throw Refusals.corrupt("the PNG does not begin with its header");
    }
    long width = reader.unsigned(4);
    long height = reader.unsigned(4);
    int depth = reader.next();
    Structure structure = Structure.unfolded(width, height, channels(reader.next()) * depth / 8);
    reader.seek(start);
    return structure;
  }

  private String chunk() throws IOException, ImageRejectedException {
    long length = reader.unsigned(4);
    String type = reader.peek(reader.position(), 4);
    checksum.reset();
    reader.update(checksum, 4 + length);
    if (reader.unsigned(4) != checksum.getValue()) {
      throw Refusals.corrupt("a checksum of the PNG does not match");
    }
    return type;
  }

  private static int channels(int colourType) throws ImageRejectedException {
    return switch (colourType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> throw Refusals.corrupt("the PNG has the unknown colour type " + colourType);
    };
  }
}
