package dev.recollect.imaging.vips;

import java.lang.foreign.MemorySegment;

/** A native object that a {@link VipsScope} owns. */
public final class VipsHandle {
  private final MemorySegment pointer;

  VipsHandle(MemorySegment pointer) {
    this.pointer = pointer;
  }

  MemorySegment pointer() {
    return pointer;
  }
}
