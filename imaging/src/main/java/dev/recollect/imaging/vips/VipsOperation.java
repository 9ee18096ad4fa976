package dev.recollect.imaging.vips;

import java.lang.foreign.MemorySegment;

/**
 * One operation being prepared: arguments are set by name, then it is run once. Belongs to its
 * scope.
 */
public final class VipsOperation {
  /** sizeof(GValue): a type and two unions of eight bytes. */
  private static final long G_VALUE_BYTES = 24;

  private final VipsScope scope;
  private final NativeCalls calls;
  private final String nickname;
  private final MemorySegment operation;

  VipsOperation(VipsScope scope, String nickname, VipsHandle operation) {
    this.scope = scope;
    this.calls = scope.library().calls();
    this.nickname = nickname;
    this.operation = operation.pointer();
  }

  /** Sets a number, or a truth value as 0 or 1. */
  public VipsOperation with(String argument, int value) throws VipsException {
    return with(argument, Integer.toString(value));
  }

  /** Sets an enumeration by nickname, a text, or an array of whole numbers separated by blanks. */
  public VipsOperation with(String argument, String value) throws VipsException {
    int failed =
        calls.intOf(
            NativeFunctions.VIPS_OBJECT_SET_ARGUMENT_FROM_STRING,
            operation,
            scope.text(argument),
            scope.text(value));
    if (failed != 0) {
      throw scope.library().failure(nickname + "." + argument);
    }
    return this;
  }

  /**
   * Sets a fraction. It goes in as text that GObject converts: libvips registers a conversion that
   * ignores the process's locale, while its own reading of argument texts does not.
   */
  public VipsOperation with(String argument, double value) {
    MemorySegment holder = holder(scope.library().stringType());
    calls.run(NativeFunctions.G_VALUE_SET_STRING, holder, scope.text(Double.toString(value)));
    return set(argument, holder);
  }

  /** Sets an image. */
  public VipsOperation with(String argument, VipsImage value) {
    return with(argument, value.handle());
  }

  /** Sets a source or a target. */
  public VipsOperation with(String argument, VipsHandle value) {
    MemorySegment holder = holder(scope.library().objectType());
    calls.run(NativeFunctions.G_VALUE_SET_OBJECT, holder, value.pointer());
    return set(argument, holder);
  }

  /**
   * Runs it and gives its {@code out} image, whose pixels most operations compute only when they
   * are asked for.
   */
  public VipsImage image() throws VipsException {
    try {
      build();
      MemorySegment holder = holder(scope.library().objectType());
      calls.run(NativeFunctions.G_OBJECT_GET_PROPERTY, operation, scope.text("out"), holder);
      MemorySegment out = calls.pointerOf(NativeFunctions.G_VALUE_DUP_OBJECT, holder);
      calls.run(NativeFunctions.G_VALUE_UNSET, holder);
      return scope.image(out, nickname);
    } finally {
      calls.run(NativeFunctions.VIPS_OBJECT_UNREF_OUTPUTS, operation);
    }
  }

  /** Runs an operation that has no output image, such as a save. */
  public void run() throws VipsException {
    try {
      build();
    } finally {
      calls.run(NativeFunctions.VIPS_OBJECT_UNREF_OUTPUTS, operation);
    }
  }

  private void build() throws VipsException {
    if (calls.intOf(NativeFunctions.VIPS_OBJECT_BUILD, operation) != 0) {
      throw scope.library().failure(nickname);
    }
  }

  private VipsOperation set(String argument, MemorySegment holder) {
    calls.run(NativeFunctions.G_OBJECT_SET_PROPERTY, operation, scope.text(argument), holder);
    calls.run(NativeFunctions.G_VALUE_UNSET, holder);
    return this;
  }

  private MemorySegment holder(long type) {
    MemorySegment holder = scope.arena().allocate(G_VALUE_BYTES, Long.BYTES);
    calls.pointerOf(NativeFunctions.G_VALUE_INIT, holder, type);
    return holder;
  }
}
