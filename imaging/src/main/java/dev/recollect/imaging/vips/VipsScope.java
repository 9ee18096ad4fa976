package dev.recollect.imaging.vips;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owner of native objects: whatever is made through a scope lives until the scope is closed, then
 * is released in reverse order. Confined to one thread. Objects of a scope must not be used after
 * it.
 */
public final class VipsScope implements AutoCloseable {
  private final VipsLibrary library;
  private final NativeCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final Deque<MemorySegment> owned = new ArrayDeque<>();

  VipsScope(VipsLibrary library) {
    this.library = library;
    this.calls = library.calls();
    calls.run(NativeFunctions.VIPS_ERROR_CLEAR);
  }

  /** Begins an operation, by libvips' nickname for it, such as {@code thumbnail_source}. */
  public VipsOperation operation(String nickname) {
    MemorySegment operation = calls.pointerOf(NativeFunctions.VIPS_OPERATION_NEW, text(nickname));
    if (operation.equals(MemorySegment.NULL)) {
      throw new IllegalArgumentException(library.failure("operation " + nickname).getMessage());
    }
    return new VipsOperation(this, nickname, own(operation));
  }

  /**
   * A source of bytes in a file.
   *
   * @throws IOException when the file cannot be opened
   */
  public VipsHandle source(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString(), null, "missing or not readable");
    }
    return opened(NativeFunctions.VIPS_SOURCE_NEW_FROM_FILE, file);
  }

  /** A source of bytes in memory; they are copied out of the heap once. */
  public VipsHandle source(byte[] bytes) {
    MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    return own(
        calls.pointerOf(NativeFunctions.VIPS_SOURCE_NEW_FROM_MEMORY, copy, (long) bytes.length));
  }

  /**
   * A file to write to; what it held is gone.
   *
   * @throws IOException when the file cannot be opened for writing
   */
  public VipsHandle target(Path file) throws IOException {
    return opened(NativeFunctions.VIPS_TARGET_NEW_TO_FILE, file);
  }

  /**
   * An image made of 8-bit pixels, which are copied.
   *
   * @param pixels rows from the top, interleaved bands, {@code width * height * bands} bytes
   */
  public VipsImage image(byte[] pixels, int width, int height, int bands) throws VipsException {
    try (Arena copy = Arena.ofConfined()) {
      MemorySegment image =
          calls.pointerOf(
              NativeFunctions.VIPS_IMAGE_NEW_FROM_MEMORY_COPY,
              copy.allocateFrom(ValueLayout.JAVA_BYTE, pixels),
              (long) pixels.length,
              width,
              height,
              bands,
              0);
      return image(image, "image from memory");
    }
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      calls.run(NativeFunctions.G_OBJECT_UNREF, owned.pop());
    }
    arena.close();
  }

  VipsImage image(MemorySegment pointer, String doing) throws VipsException {
    if (pointer.equals(MemorySegment.NULL)) {
      throw library.failure(doing);
    }
    return new VipsImage(this, own(pointer));
  }

  VipsLibrary library() {
    return library;
  }

  Arena arena() {
    return arena;
  }

  MemorySegment text(String value) {
    return arena.allocateFrom(value);
  }

  private VipsHandle own(MemorySegment object) {
    owned.push(object);
    return new VipsHandle(object);
  }

  private VipsHandle opened(NativeFunctions function, Path file) throws IOException {
    MemorySegment opened = calls.pointerOf(function, text(file.toString()));
    if (opened.equals(MemorySegment.NULL)) {
      throw new IOException(library.failure("open " + file.getFileName()).getMessage());
    }
    return own(opened);
  }
}
