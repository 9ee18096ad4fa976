package dev.recollect.imaging;

import java.io.IOException;

/**
 * Walks the chunks of a PNG (W3C PNG, third edition) from IHDR to IEND, which must end the file.
 */
final class PngStructure {
  private static final int SIGNATURE_BYTES = 8;
  private static final int CRC_BYTES = 4;

  private PngStructure() {}

  /** Reads the whole file, from the reader's position at its beginning. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    reader.skip(SIGNATURE_BYTES);
    long length = reader.unsigned(4);
    if (!reader.text(4).equals("IHDR")) {
      throw Refusals.corrupt("the PNG does not begin with its header");
    }
    long end = reader.position() + length + CRC_BYTES;
    long width = reader.unsigned(4);
    long height = reader.unsigned(4);
    int depth = reader.next();
    Structure structure = Structure.unfolded(width, height, channels(reader.next()) * depth / 8);
    reader.seek(end);
    String type;
    do {
      length = reader.unsigned(4);
      type = reader.text(4);
      reader.skip(length + CRC_BYTES);
    } while (!type.equals("IEND"));
    if (reader.remaining() > 0) {
      throw Refusals.trailing(reader.position(), reader.size());
    }
    return structure;
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
