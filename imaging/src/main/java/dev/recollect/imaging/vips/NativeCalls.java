package dev.recollect.imaging.vips;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Calls into the native libraries, one method per kind of result.
 *
 * <p>Handles are bound when the object is made and held by it, never in statics: a native image may
 * initialise classes while it is built, on a machine whose addresses mean nothing later.
 */
final class NativeCalls {
  private final Map<NativeFunctions, MethodHandle> handles = new EnumMap<>(NativeFunctions.class);

  NativeCalls(SymbolLookup vips, Optional<SymbolLookup> heif) {
    Linker linker = Linker.nativeLinker();
    for (NativeFunctions function : NativeFunctions.values()) {
      Optional<MemorySegment> address =
          vips.find(function.symbol())
              .or(() -> heif.flatMap(lookup -> lookup.find(function.symbol())));
      address.ifPresent(
          found -> handles.put(function, linker.downcallHandle(found, function.descriptor())));
      if (address.isEmpty() && !function.optional()) {
        throw new VipsMissingException("the installed libvips lacks " + function.symbol(), null);
      }
    }
  }

  boolean has(NativeFunctions function) {
    return handles.containsKey(function);
  }

  void run(NativeFunctions function, Object... arguments) {
    invoke(function, arguments);
  }

  int intOf(NativeFunctions function, Object... arguments) {
    return (int) invoke(function, arguments);
  }

  long longOf(NativeFunctions function, Object... arguments) {
    return (long) invoke(function, arguments);
  }

  MemorySegment pointerOf(NativeFunctions function, Object... arguments) {
    return (MemorySegment) invoke(function, arguments);
  }

  @SuppressWarnings("IllegalCatch")
  private Object invoke(NativeFunctions function, Object... arguments) {
    try {
      return handles.get(function).invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling " + function.symbol(), e);
    }
  }
}
