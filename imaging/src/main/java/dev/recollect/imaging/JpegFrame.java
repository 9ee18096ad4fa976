package dev.recollect.imaging;

import java.io.IOException;

/**
 * The frame header of a JPEG (ITU-T T.81, B.2.2).
 *
 * @param width samples per line
 * @param height lines
 * @param components colour components
 * @param progressive whether later scans refine earlier ones
 * @param buffered whether the decoder must keep all coefficients until the last scan has come
 * @param coefficientBytes what that takes
 */
record JpegFrame(
    int width,
    int height,
    int components,
    boolean progressive,
    boolean buffered,
    long coefficientBytes) {
  private static final int SOF_BASELINE = 0xC0;
  private static final int SOF_EXTENDED = 0xC1;
  private static final int SOF_PROGRESSIVE = 0xC2;
  private static final int COEFFICIENT_BYTES = 2;
  private static final int MAX_COMPONENTS = 4;

  /** SOF0..SOF15 but for the tables DHT (C4), JPG (C8) and DAC (CC) that share the range. */
  static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Reads the header's content. */
  static JpegFrame read(ByteReader reader, int marker) throws IOException, ImageRejectedException {
    if (marker != SOF_BASELINE && marker != SOF_EXTENDED && marker != SOF_PROGRESSIVE) {
      throw Refusals.unsupported("A lossless, hierarchical or arithmetic-coded JPEG");
    }
    int precision = reader.next();
    if (precision != 8) {
      throw Refusals.unsupported("A JPEG of %d bits per sample".formatted(precision));
    }
    int height = (int) reader.unsigned(2);
    int width = (int) reader.unsigned(2);
    int components = reader.next();
    if (width == 0 || height == 0 || components == 0 || components > MAX_COMPONENTS) {
      throw Refusals.corrupt(
          "its size is given as %d x %d with %d colours".formatted(width, height, components));
    }
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
    boolean progressive = marker == SOF_PROGRESSIVE;
    long coefficients = (long) width * height * sum / largest;
    return new JpegFrame(
        width, height, components, progressive, progressive, coefficients * COEFFICIENT_BYTES);
  }

  /** A scan that does not bring all components makes the decoder wait for the others. */
  JpegFrame withScanOf(int scanned) {
    return new JpegFrame(
        width, height, components, progressive, buffered || scanned < components, coefficientBytes);
  }

  /** What must be unfolded however small the wanted picture is. */
  long decodedBytes() {
    return buffered ? coefficientBytes : 0;
  }
}
