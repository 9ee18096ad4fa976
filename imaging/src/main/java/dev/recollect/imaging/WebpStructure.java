package dev.recollect.imaging;

import java.io.IOException;

/** Reads the RIFF frame of a WebP (RFC 9649) and the size from its first chunk. */
final class WebpStructure {
  private static final int RIFF_HEADER_BYTES = 8;
  private static final int SIZE_BITS = 14;
  private static final int SIZE_MASK = (1 << SIZE_BITS) - 1;

  private WebpStructure() {}

  /** Reads the whole file, from the reader's position at its beginning. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    reader.skip(4);
    long end = RIFF_HEADER_BYTES + reader.unsignedLittle(4);
    reader.skip(4);
    Structure structure = size(reader);
    reader.seek(end);
    if (reader.remaining() > 1 || (reader.remaining() == 1 && reader.next() != 0)) {
      throw Refusals.trailing(end, reader.size());
    }
    return structure;
  }

  private static Structure size(ByteReader reader) throws IOException, ImageRejectedException {
    String chunk = reader.text(4);
    reader.skip(4);
    switch (chunk) {
      case "VP8 " -> {
        reader.skip(6);
        long width = reader.unsignedLittle(2) & SIZE_MASK;
        return Structure.unfolded(width, reader.unsignedLittle(2) & SIZE_MASK, 0);
      }
      case "VP8L" -> {
        reader.skip(1);
        long bits = reader.unsignedLittle(4);
        return Structure.unfolded((bits & SIZE_MASK) + 1, (bits >> SIZE_BITS & SIZE_MASK) + 1, 0);
      }
      case "VP8X" -> {
        reader.skip(4);
        long width = reader.unsignedLittle(3) + 1;
        return Structure.unfolded(width, reader.unsignedLittle(3) + 1, 0);
      }
      default -> throw Refusals.corrupt("the WebP begins with an unknown part");
    }
  }
}
