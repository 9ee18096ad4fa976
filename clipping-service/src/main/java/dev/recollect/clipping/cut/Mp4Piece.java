package dev.recollect.clipping.cut;

import dev.recollect.clipping.cut.Mp4Boxes.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A piece of a clip: an MP4 file that ffmpeg has just written, one H.264 track, its description
 * behind its media data.
 */
final class Mp4Piece {
  private static final String[] SAMPLE_TABLE = {"moov", "trak", "mdia", "minf", "stbl"};
  private static final int MOST_DESCRIPTION_BYTES = 64 << 20;
  private static final int LARGE_HEADER = 16;
  private static final int INSTANT_REFRESH = 5;

  private final Path file;

  Mp4Piece(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The track's decoder configuration. */
  AvcConfiguration configuration() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer description = read(channel, findDescription(channel));
      Box box = configurationPath(description).getLast();
      byte[] record = new byte[box.size() - Mp4Boxes.HEADER];
      description.get(box.content(), record);
      return AvcConfiguration.parse(record);
    }
  }

  /** Replaces the decoder configuration. */
  void replaceConfiguration(AvcConfiguration configuration) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Extent extent = findDescription(channel);
      if (extent.at() + extent.size() != channel.size()) {
        throw new IOException("the description is not at the end of the piece");
      }
      ByteBuffer old = read(channel, extent);
      byte[] record = configuration.bytes();
      List<Box> path = configurationPath(old);
      Box replaced = path.getLast();
      int growth = record.length + Mp4Boxes.HEADER - replaced.size();
      for (Box box : path) {
        old.putInt(box.at(), box.size() + growth);
      }
      ByteBuffer changed = ByteBuffer.allocate(old.limit() + growth);
      changed.put(old.slice(0, replaced.content()));
      changed.put(record);
      changed.put(old.slice(replaced.end(), old.limit() - replaced.end()));
      writeFully(channel, changed.flip(), extent.at());
      channel.truncate(extent.at() + changed.limit());
    }
  }

  /**
   * Bytes of each packet, in decoding order.
   *
   * @throws IllegalArgumentException if the file has no track
   */
  List<Integer> packetSizes() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return sampleSizes(read(channel, findDescription(channel)));
    }
  }

  /**
   * Whether its first picture is an instantaneous decoding refresh: nothing after it refers to
   * anything before it.
   */
  boolean beginsWithInstantRefresh() throws IOException {
    int lengthSize = configuration().lengthSize();
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer description = read(channel, findDescription(channel));
      long at = firstChunk(description);
      long end = at + sampleSizes(description).getFirst();
      ByteBuffer start = ByteBuffer.allocate(lengthSize + 1);
      while (at + start.capacity() <= end) {
        readFully(channel, start.clear(), at);
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
          length = length << 8 | start.get(i) & 0xFF;
        }
        if ((start.get(lengthSize) & 0x1F) == INSTANT_REFRESH) {
          return true;
        }
        at += lengthSize + length;
      }
      return false;
    }
  }

  private static List<Box> configurationPath(ByteBuffer description) {
    return Mp4Boxes.path(
        description, "moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC");
  }

  private static Box table(ByteBuffer description, String type) {
    String[] path = Arrays.copyOf(SAMPLE_TABLE, SAMPLE_TABLE.length + 1);
    path[SAMPLE_TABLE.length] = type;
    return Mp4Boxes.path(description, path).getLast();
  }

  private static long firstChunk(ByteBuffer description) {
    try {
      return description.getInt(table(description, "stco").content() + 8) & 0xFFFFFFFFL;
    } catch (IllegalArgumentException beyondFourGigabytes) {
      return description.getLong(table(description, "co64").content() + 8);
    }
  }

  private static List<Integer> sampleSizes(ByteBuffer description) {
    Box box = table(description, "stsz");
    int common = description.getInt(box.content() + 4);
    int count = description.getInt(box.content() + 8);
    if (common != 0 && count >= 0) {
      return Collections.nCopies(count, common);
    }
    if (count < 0 || count > (box.size() - Mp4Boxes.HEADER - 12) / Integer.BYTES) {
      throw new IllegalArgumentException(count + " sizes do not fit their box");
    }
    List<Integer> sizes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sizes.add(description.getInt(box.content() + 12 + i * Integer.BYTES));
    }
    return sizes;
  }

  private record Extent(long at, long size) {}

  private static Extent findDescription(FileChannel channel) throws IOException {
    long at = 0;
    ByteBuffer header = ByteBuffer.allocate(LARGE_HEADER);
    while (at + Mp4Boxes.HEADER <= channel.size()) {
      readFully(channel, header.clear(), at);
      Box box = Mp4Boxes.read(header, 0);
      long size = box.size() == 1 ? header.getLong(Mp4Boxes.HEADER) : box.size() & 0xFFFFFFFFL;
      if (box.type().equals("moov")) {
        return new Extent(at, size);
      }
      if (size < Mp4Boxes.HEADER) {
        break;
      }
      at += size;
    }
    throw new IOException("the piece has no description");
  }

  private static ByteBuffer read(FileChannel channel, Extent extent) throws IOException {
    if (extent.size() > MOST_DESCRIPTION_BYTES) {
      throw new IOException("the piece's description has " + extent.size() + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) extent.size());
    readFully(channel, bytes, extent.at());
    return bytes.flip();
  }

  private static void readFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, position);
      if (count < 0) {
        break;
      }
      position += count;
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long at)
      throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }
}
