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

  /** Each scan costs a pass over all coefficients; real encoders write about ten. */
  private static final int MAX_SCANS = 100;

  /** Zeros that some cameras put between the last scan and EOI. */
  private static final String PADDING = "\0\0\0\0";

  private final ByteReader reader;
  private JpegFrame frame;
  private int scans;
  private boolean irregular;

  private JpegStructure(ByteReader reader) {
    this.reader = reader;
  }

  /** Reads from the SOI that the reader stands at and leaves it just behind the EOI. */
  static Structure read(ByteReader reader) throws IOException, ImageRejectedException {
    return new JpegStructure(reader).walk();
  }

  private Structure walk() throws IOException, ImageRejectedException {
    reader.skip(1);
    if (reader.next() != SOI) {
      throw Refusals.corrupt("a JPEG does not start where one should");
    }
    int marker = markerAfterSegment();
    while (marker != EOI) {
      segment(marker);
      marker = marker == SOS ? markerAfterScan() : markerAfterSegment();
    }
    if (frame == null || scans == 0) {
      throw Refusals.corrupt("the JPEG holds no picture");
    }
    return new Structure(frame.width(), frame.height(), frame.decodedBytes(), irregular);
  }

  private void segment(int marker) throws IOException, ImageRejectedException {
    if (marker == SOI) {
      throw Refusals.corrupt("a second JPEG begins inside the first");
    }
    if (standsAlone(marker)) {
      return;
    }
    long end = reader.position() + reader.unsigned(2);
    if (JpegFrame.isFrame(marker)) {
      if (frame != null) {
        throw Refusals.corrupt("the JPEG has two frames");
      }
      frame = JpegFrame.read(reader, marker);
    } else if (marker == SOS) {
      scan();
    }
    if (end < reader.position()) {
      throw Refusals.corrupt("a JPEG segment is shorter than its content");
    }
    reader.seek(end);
  }

  private void scan() throws IOException, ImageRejectedException {
    if (frame == null) {
      throw Refusals.corrupt("the JPEG has pixels before it has a size");
    }
    if (++scans > MAX_SCANS) {
      throw Refusals.corrupt("the JPEG has more than %d scans".formatted(MAX_SCANS));
    }
    int components = reader.next();
    frame = frame.withScanOf(components);
    reader.skip(2L * components);
    // Spectral selection and approximation mean nothing without progression; some Samsung phones
    // fill them with noise.
    irregular |= !frame.progressive() && reader.unsigned(3) != 0x003F00;
  }

  private int markerAfterSegment() throws IOException {
    irregular |= reader.skipPast(0xFF) > 0;
    return code();
  }

  /** The next marker that is not part of entropy-coded data: no stuffed zero, no restart. */
  private int markerAfterScan() throws IOException {
    while (true) {
      reader.skipPast(0xFF);
      long at = reader.position() - 1;
      int code = code();
      if (code != 0 && !isRestart(code)) {
        irregular |= reader.peek(at - PADDING.length(), PADDING.length()).equals(PADDING);
        return code;
      }
    }
  }

  /** The code behind an FF, past the fill bytes that may stand before it. */
  private int code() throws IOException {
    int code = reader.next();
    while (code == 0xFF) {
      code = reader.next();
    }
    return code;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  static boolean standsAlone(int marker) {
    return marker <= 0x01 || isRestart(marker);
  }
}
