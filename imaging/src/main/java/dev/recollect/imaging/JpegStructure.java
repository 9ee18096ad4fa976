package dev.recollect.imaging;

import java.io.IOException;

/**
 * Walks a JPEG from SOI to EOI by its markers (ITU-T T.81, annex B), through the entropy-coded data
 * but without decoding it. A file that ends before EOI is truncated; thumbnails in EXIF are stepped
 * over with their segment.
 */
final class JpegStructure {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int SOF_BASELINE = 0xC0;
  private static final int SOF_EXTENDED = 0xC1;
  private static final int SOF_PROGRESSIVE = 0xC2;

  /**
   * Each scan costs a pass over all coefficients; real encoders write about ten. libvips has the
   * same bound.
   */
  private static final int MAX_SCANS = 100;

  private static final int COEFFICIENT_BYTES = 2;

  private final ByteReader reader;
  private Frame frame;
  private int scans;
  private boolean buffered;

  private JpegStructure(ByteReader reader) {
    this.reader = reader;
  }

  /** Reads from the SOI that the reader stands at and leaves it just behind the EOI. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    return new JpegStructure(reader).walk();
  }

  private Structure walk() throws IOException, ImageRejectedException {
    reader.skip(1);
    int marker = reader.next();
    if (marker != SOI) {
      throw Refusals.corrupt("a JPEG does not start here");
    }
    for (marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      segment(marker);
    }
    if (frame == null || scans == 0) {
      throw Refusals.corrupt("the JPEG holds no picture");
    }
    return new Structure(frame.width, frame.height, buffered ? frame.coefficientBytes : 0);
  }

  private void segment(int marker) throws IOException, ImageRejectedException {
    if (marker == SOI) {
      throw Refusals.corrupt("a second JPEG begins inside the first");
    }
    if (standsAlone(marker)) {
      return;
    }
    long end = reader.position() + reader.unsigned(2);
    if (isFrame(marker)) {
      frame(marker);
    } else if (marker == SOS) {
      scan();
    }
    if (end < reader.position()) {
      throw Refusals.corrupt("a JPEG segment is shorter than its content");
    }
    reader.seek(end);
  }

  private void frame(int marker) throws IOException, ImageRejectedException {
    if (marker != SOF_BASELINE && marker != SOF_EXTENDED && marker != SOF_PROGRESSIVE) {
      throw Refusals.unsupported("A lossless, hierarchical or arithmetic-coded JPEG");
    }
    if (frame != null) {
      throw Refusals.corrupt("the JPEG has two frames");
    }
    int precision = reader.next();
    if (precision != 8) {
      throw Refusals.unsupported("A JPEG of %d bits".formatted(precision));
    }
    int height = (int) reader.unsigned(2);
    int width = (int) reader.unsigned(2);
    if (width == 0 || height == 0) {
      throw Refusals.corrupt("its size is given as %d x %d".formatted(width, height));
    }
    int components = reader.next();
    int largest = 1;
    int sum = 0;
    for (int i = 0; i < components; i++) {
      reader.skip(1);
      int sampling = reader.next();
      int samples = (sampling >> 4) * (sampling & 0xF);
      largest = Math.max(largest, samples);
      sum += samples;
      reader.skip(1);
    }
    buffered = marker == SOF_PROGRESSIVE;
    frame =
        new Frame(
            width, height, components, (long) width * height * sum / largest * COEFFICIENT_BYTES);
  }

  /**
   * A scan that does not bring all components makes the decoder keep the coefficients until the
   * others come.
   */
  private void scan() throws IOException, ImageRejectedException {
    if (frame == null) {
      throw Refusals.corrupt("the JPEG has pixels before it has a size");
    }
    if (++scans > MAX_SCANS) {
      throw Refusals.corrupt("the JPEG has more than %d scans".formatted(MAX_SCANS));
    }
    buffered |= reader.next() < frame.components;
  }

  /**
   * The next marker that is not part of entropy-coded data: no stuffed zero, no restart, no fill.
   */
  private int nextMarker() throws IOException {
    while (true) {
      reader.skipPast(0xFF);
      int code = reader.next();
      while (code == 0xFF) {
        code = reader.next();
      }
      if (code != 0 && !isRestart(code)) {
        return code;
      }
    }
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || isRestart(marker);
  }

  /** SOF0..SOF15 but for the tables DHT (C4), JPG (C8) and DAC (CC) that share the range. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private record Frame(int width, int height, int components, long coefficientBytes) {}
}
