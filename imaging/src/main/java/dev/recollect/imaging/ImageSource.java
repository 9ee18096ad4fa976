package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsHandle;
import dev.recollect.imaging.vips.VipsScope;
import java.io.IOException;
import java.nio.file.Path;

/** Where an image's bytes come from; every reading of it starts at the beginning. */
sealed interface ImageSource {
  /** Opens the bytes for a structural check. */
  ByteReader reader() throws IOException;

  /** Opens the bytes for a decoder. */
  VipsHandle open(VipsScope scope) throws IOException;

  /** A file, which is not changed while it is read. */
  record OfFile(Path path) implements ImageSource {
    @Override
    public ByteReader reader() throws IOException {
      return ByteReader.of(path);
    }

    @Override
    public VipsHandle open(VipsScope scope) throws IOException {
      return scope.source(path);
    }
  }

  /** Bytes in memory. */
  @SuppressWarnings("ArrayRecordComponent") // lives as long as one call
  record OfBytes(byte[] bytes) implements ImageSource {
    @Override
    public ByteReader reader() {
      return ByteReader.of(bytes);
    }

    @Override
    public VipsHandle open(VipsScope scope) {
      return scope.source(bytes);
    }
  }
}
