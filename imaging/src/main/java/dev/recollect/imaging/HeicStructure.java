package dev.recollect.imaging;

import dev.recollect.imaging.IsoBoxes.Box;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * Walks the boxes of a HEIF file (ISO/IEC 23008-12). The size is that of the largest image in it,
 * by its {@code ispe} properties: a bound that holds whichever image is the primary one.
 */
final class HeicStructure {
  /** Version and flags that a full box has before its content. */
  private static final int FULL_BOX_BYTES = 4;

  /** Where in the meta box the properties of the images lie. */
  private static final List<String> PATH = List.of("iprp", "ipco");

  private final ByteReader reader;
  private long width;
  private long height;
  private boolean hasData;

  private HeicStructure(ByteReader reader) {
    this.reader = reader;
  }

  /** Reads the whole file, from the reader's position at its beginning. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    var structure = new HeicStructure(reader);
    while (reader.remaining() > 0) {
      if (reader.remaining() >= IsoBoxes.HEADER_BYTES && !IsoBoxes.topLevel(reader)) {
        throw Refusals.trailing(reader.position(), reader.size());
      }
      Box box = IsoBoxes.next(reader, reader.size());
      if (box.type().equals("meta")) {
        structure.meta(box.end());
      }
      structure.hasData |= box.type().equals("mdat");
      reader.seek(box.end());
    }
    if (!structure.hasData) {
      throw new EOFException("no mdat box up to " + reader.size());
    }
    return Structure.unfolded(structure.width, structure.height, 0);
  }

  private void meta(long end) throws IOException, ImageRejectedException {
    try {
      reader.skip(FULL_BOX_BYTES);
      properties(end, PATH);
    } catch (EOFException e) {
      throw Refusals.corrupt("its parts do not fit into one another");
    }
  }

  private void properties(long end, List<String> path) throws IOException {
    while (reader.position() < end) {
      Box box = IsoBoxes.next(reader, end);
      if (path.isEmpty() && box.type().equals("ispe")) {
        extent();
      } else if (!path.isEmpty() && box.type().equals(path.getFirst())) {
        properties(box.end(), path.subList(1, path.size()));
      }
      reader.seek(box.end());
    }
  }

  private void extent() throws IOException {
    reader.skip(FULL_BOX_BYTES);
    long w = reader.unsigned(4);
    long h = reader.unsigned(4);
    if (w * h > width * height) {
      width = w;
      height = h;
    }
  }
}
