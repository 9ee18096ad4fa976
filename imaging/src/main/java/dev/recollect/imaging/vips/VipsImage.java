package dev.recollect.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * An image of libvips: a pipeline that yields pixels when they are asked for. Belongs to its scope.
 */
public final class VipsImage {
  private final VipsScope scope;
  private final NativeCalls calls;
  private final VipsHandle handle;

  VipsImage(VipsScope scope, VipsHandle handle) {
    this.scope = scope;
    this.calls = scope.library().calls();
    this.handle = handle;
  }

  /** Pixels per row. */
  public int width() {
    return calls.intOf(NativeFunctions.VIPS_IMAGE_GET_WIDTH, handle.pointer());
  }

  /** Rows. */
  public int height() {
    return calls.intOf(NativeFunctions.VIPS_IMAGE_GET_HEIGHT, handle.pointer());
  }

  /** Numbers per pixel. */
  public int bands() {
    return calls.intOf(NativeFunctions.VIPS_IMAGE_GET_BANDS, handle.pointer());
  }

  /** EXIF orientation 1..8; 1 where there is none. */
  public int orientation() {
    return calls.intOf(NativeFunctions.VIPS_IMAGE_GET_ORIENTATION, handle.pointer());
  }

  /** Whether the last band is an alpha channel. */
  public boolean hasAlpha() {
    return calls.intOf(NativeFunctions.VIPS_IMAGE_HASALPHA, handle.pointer()) != 0;
  }

  /**
   * The colour profile that the file brought.
   *
   * @param most how many bytes of it are given at most, since files bring any number
   */
  public Optional<byte[]> profile(int most) {
    MemorySegment name = scope.text("icc-profile-data");
    if (calls.longOf(NativeFunctions.VIPS_IMAGE_GET_TYPEOF, handle.pointer(), name) == 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
      int failed =
          calls.intOf(NativeFunctions.VIPS_IMAGE_GET_BLOB, handle.pointer(), name, data, size);
      return failed != 0
          ? Optional.of(new byte[0])
          : Optional.of(
              data.get(ValueLayout.ADDRESS, 0)
                  .reinterpret(Math.min(most, size.get(ValueLayout.JAVA_LONG, 0)))
                  .toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Begins an operation with this image as its {@code in}. */
  public VipsOperation then(String nickname) {
    return scope.operation(nickname).with("in", this);
  }

  /** Sets a whole number in this image's metadata. Only for an image that nothing else shares. */
  public VipsImage withField(String name, int value) {
    calls.run(NativeFunctions.VIPS_IMAGE_SET_INT, handle.pointer(), scope.text(name), value);
    return this;
  }

  /**
   * Runs the pipeline once and keeps the pixels in native memory, so that several uses cost one
   * decode.
   */
  public VipsImage inMemory() throws VipsException {
    return scope.image(
        calls.pointerOf(NativeFunctions.VIPS_IMAGE_COPY_MEMORY, handle.pointer()), "decode");
  }

  /** Runs the pipeline and copies the pixels: rows from the top, interleaved bands. */
  public byte[] pixels() throws VipsException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment pixels =
          calls.pointerOf(NativeFunctions.VIPS_IMAGE_WRITE_TO_MEMORY, handle.pointer(), size);
      if (pixels.equals(MemorySegment.NULL)) {
        throw scope.library().failure("decode");
      }
      try {
        return pixels
            .reinterpret(size.get(ValueLayout.JAVA_LONG, 0))
            .toArray(ValueLayout.JAVA_BYTE);
      } finally {
        calls.run(NativeFunctions.G_FREE, pixels);
      }
    }
  }

  VipsHandle handle() {
    return handle;
  }
}
