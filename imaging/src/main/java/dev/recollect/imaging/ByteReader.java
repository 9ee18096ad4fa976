package dev.recollect.imaging;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Checksum;

/**
 * Reads an image's bytes in order, with cheap jumps; holds 64 KiB at most of a file. Every read
 * past the end throws {@link EOFException}, which callers take for a truncated image. Not for use
 * by several threads.
 */
@SuppressWarnings("ByteBufferBackingArray") // made by allocate or wrap, below
final class ByteReader implements Closeable {
  private static final int WINDOW_BYTES = 64 * 1024;

  private final FileChannel file;
  private final ByteBuffer window;
  private final long size;
  private long windowStart;

  private ByteReader(FileChannel file, ByteBuffer window, long size) {
    this.file = file;
    this.window = window;
    this.size = size;
  }

  static ByteReader of(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    return new ByteReader(file, ByteBuffer.allocate(WINDOW_BYTES).limit(0), file.size());
  }

  static ByteReader of(byte[] bytes) {
    return new ByteReader(null, ByteBuffer.wrap(bytes), bytes.length);
  }

  long size() {
    return size;
  }

  long position() {
    return windowStart + window.position();
  }

  long remaining() {
    return size - position();
  }

  /** Goes to any position up to the end; beyond it is an end of file. */
  void seek(long position) throws IOException {
    if (position < 0 || position > size) {
      throw new EOFException("position " + position + " of " + size);
    }
    if (position >= windowStart && position <= windowStart + window.limit()) {
      window.position((int) (position - windowStart));
    } else {
      windowStart = position;
      window.position(0).limit(0);
    }
  }

  void skip(long bytes) throws IOException {
    seek(Math.addExact(position(), bytes));
  }

  /** The next byte, 0..255. */
  int next() throws IOException {
    if (!window.hasRemaining()) {
      fill();
    }
    return window.get() & 0xFF;
  }

  /** The next bytes as a big-endian number. */
  long unsigned(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** The next bytes as a little-endian number. */
  long unsignedLittle(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  /** The next bytes as text, one character each. */
  String text(int bytes) throws IOException {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) next();
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Text at a place, or what there is of it, without moving. */
  String peek(long position, int bytes) throws IOException {
    long here = position();
    try {
      seek(position);
      return text((int) Math.min(bytes, size - position));
    } finally {
      seek(here);
    }
  }

  /**
   * Moves just behind the next byte of this value.
   *
   * @return how many other bytes were passed
   */
  long skipPast(int value) throws IOException {
    long start = position();
    while (true) {
      if (!window.hasRemaining()) {
        fill();
      }
      byte[] bytes = window.array();
      int at = window.position();
      while (at < window.limit() && bytes[at] != (byte) value) {
        at++;
      }
      if (at < window.limit()) {
        window.position(at + 1);
        return position() - 1 - start;
      }
      window.position(at);
    }
  }

  /** Passes bytes and adds them to a checksum. */
  void update(Checksum checksum, long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      if (!window.hasRemaining()) {
        fill();
      }
      int here = (int) Math.min(left, window.remaining());
      checksum.update(window.array(), window.position(), here);
      window.position(window.position() + here);
      left -= here;
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private void fill() throws IOException {
    long here = position();
    if (here >= size) {
      throw new EOFException("end at " + size);
    }
    windowStart = here;
    window.clear();
    int read = file.read(window, here);
    window.flip();
    if (read <= 0) {
      throw new EOFException("end at " + here);
    }
  }
}
