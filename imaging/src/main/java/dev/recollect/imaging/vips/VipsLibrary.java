package dev.recollect.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;

/**
 * The system's libvips, loaded into this process and never unloaded. libvips keeps its settings in
 * globals, so a process needs one of these; a second one shares (and resets) them.
 *
 * <p>Safe for use by many threads. A {@link VipsScope} belongs to the thread that opened it.
 */
public final class VipsLibrary {
  /** libheif's number for HEVC, the compression inside HEIC. */
  private static final int HEIF_COMPRESSION_HEVC = 1;

  private static final List<String> VIPS_NAMES = List.of("libvips.so.42", "libvips.42.dylib");
  private static final List<String> HEIF_NAMES = List.of("libheif.so.1", "libheif.1.dylib");

  /**
   * The only decoders that may run; libvips would otherwise hand a file to whichever of its many
   * loaders claims it.
   */
  private static final List<String> LOADERS =
      List.of(
          "VipsForeignLoadJpeg",
          "VipsForeignLoadPng",
          "VipsForeignLoadWebp",
          "VipsForeignLoadHeif");

  private final NativeCalls calls;
  private final long objectType;
  private final long stringType;

  private VipsLibrary(NativeCalls calls, long objectType, long stringType) {
    this.calls = calls;
    this.objectType = objectType;
    this.stringType = stringType;
  }

  /**
   * Loads libvips (from the system's library path), switches its operation cache off and every
   * decoder but JPEG, PNG, WebP and HEIF.
   *
   * @param concurrency threads for one image
   * @throws VipsMissingException when the library is not there, or cannot start; the message says
   *     what to install
   */
  public static VipsLibrary load(int concurrency) {
    SymbolLookup vips =
        find(VIPS_NAMES)
            .orElseThrow(
                () ->
                    new VipsMissingException(
                        "libvips is not installed; on Debian: apt-get install libvips42", null));
    var calls = new NativeCalls(vips, find(HEIF_NAMES));
    try (Arena arena = Arena.ofConfined()) {
      // Warnings would go to standard error as plain text, with the names of files in them.
      calls.intOf(
          NativeFunctions.G_SETENV, arena.allocateFrom("VIPS_WARNING"), arena.allocateFrom("0"), 1);
      if (calls.intOf(NativeFunctions.VIPS_INIT, arena.allocateFrom("recollect")) != 0) {
        throw new VipsMissingException("libvips does not start", null);
      }
      calls.run(NativeFunctions.VIPS_CONCURRENCY_SET, concurrency);
      calls.run(NativeFunctions.VIPS_CACHE_SET_MAX, 0);
      calls.run(NativeFunctions.VIPS_OPERATION_BLOCK_SET, arena.allocateFrom("VipsForeignLoad"), 1);
      for (String loader : LOADERS) {
        calls.run(NativeFunctions.VIPS_OPERATION_BLOCK_SET, arena.allocateFrom(loader), 0);
      }
      return new VipsLibrary(
          calls,
          calls.longOf(NativeFunctions.G_TYPE_FROM_NAME, arena.allocateFrom("GObject")),
          calls.longOf(NativeFunctions.G_TYPE_FROM_NAME, arena.allocateFrom("gchararray")));
    }
  }

  /** Whether HEIC can be decoded: libvips has its HEIF loader and libheif an HEVC decoder. */
  public boolean decodesHeic() {
    try (Arena arena = Arena.ofConfined()) {
      return calls.longOf(
                  NativeFunctions.VIPS_TYPE_FIND,
                  arena.allocateFrom("VipsOperation"),
                  arena.allocateFrom("heifload_source"))
              != 0
          && calls.has(NativeFunctions.HEIF_HAVE_DECODER_FOR_FORMAT)
          && calls.intOf(NativeFunctions.HEIF_HAVE_DECODER_FOR_FORMAT, HEIF_COMPRESSION_HEVC) != 0;
    }
  }

  /** Opens a scope for the calling thread; everything made in it is freed when it is closed. */
  public VipsScope scope() {
    return new VipsScope(this);
  }

  /** What libvips holds at this moment, over all threads. */
  public VipsMemory memory() {
    return new VipsMemory(
        calls.longOf(NativeFunctions.VIPS_TRACKED_GET_MEM),
        calls.longOf(NativeFunctions.VIPS_TRACKED_GET_MEM_HIGHWATER),
        calls.intOf(NativeFunctions.VIPS_TRACKED_GET_ALLOCS),
        calls.intOf(NativeFunctions.VIPS_TRACKED_GET_FILES));
  }

  NativeCalls calls() {
    return calls;
  }

  long objectType() {
    return objectType;
  }

  long stringType() {
    return stringType;
  }

  VipsException failure(String doing) {
    MemorySegment copy = calls.pointerOf(NativeFunctions.VIPS_ERROR_BUFFER_COPY);
    try {
      return new VipsException(
          doing + ": " + copy.reinterpret(Long.MAX_VALUE).getString(0).strip());
    } finally {
      calls.run(NativeFunctions.G_FREE, copy);
    }
  }

  /** Without an arena of our own the library stays loaded: its threads outlive any caller. */
  private static Optional<SymbolLookup> find(List<String> names) {
    for (String name : names) {
      try {
        return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException absent) {
        // The next name may be the one that this system uses.
      }
    }
    return Optional.empty();
  }
}
