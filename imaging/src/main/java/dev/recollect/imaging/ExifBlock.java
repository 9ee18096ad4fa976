package dev.recollect.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the EXIF data in a file: a TIFF structure of its own, from its byte-order mark on. Nothing
 * is inflated and no other metadata is taken into memory, however much of it the file claims to
 * have. Safe for use by many threads.
 */
public final class ExifBlock {
  /** A larger block counts as none; cameras write some tens of kilobytes. */
  public static final int MOST_BYTES = 1 << 20;

  private static final String PREAMBLE = "Exif\0\0";
  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int SOS = 0xDA;
  private static final int EOI = 0xD9;
  private static final int APP1 = 0xE1;

  private ExifBlock() {}

  /**
   * The EXIF data of an image that {@link ImageProbe} accepted; empty when there are none, or no
   * sound ones.
   *
   * @throws IOException when the file cannot be read
   */
  public static Optional<byte[]> find(Path image, ImageFormat format) throws IOException {
    try (ByteReader reader = ByteReader.of(image)) {
      return switch (format) {
        case JPEG -> inJpeg(reader);
        case PNG -> inPng(reader);
        case WEBP -> inWebp(reader);
        case HEIC -> HeicExif.find(reader);
      };
    } catch (EOFException | ArithmeticException unsound) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> inJpeg(ByteReader reader) throws IOException {
    reader.skip(2);
    while (true) {
      reader.skipPast(0xFF);
      int marker = reader.next();
      while (marker == 0xFF) {
        marker = reader.next();
      }
      if (marker == SOS || marker == EOI) {
        return Optional.empty();
      }
      if (JpegStructure.standsAlone(marker)) {
        continue;
      }
      long end = reader.position() + reader.unsigned(2);
      if (marker == APP1 && hasPreamble(reader)) {
        return part(reader, reader.position() + PREAMBLE.length(), end);
      }
      reader.seek(Math.max(end, reader.position()));
    }
  }

  private static Optional<byte[]> inPng(ByteReader reader) throws IOException {
    reader.skip(PNG_SIGNATURE_BYTES);
    while (reader.remaining() > 0) {
      long length = reader.unsigned(4);
      if (reader.text(4).equals("eXIf")) {
        return part(reader, reader.position(), reader.position() + length);
      }
      reader.skip(length + 4);
    }
    return Optional.empty();
  }

  private static Optional<byte[]> inWebp(ByteReader reader) throws IOException {
    reader.skip(RIFF_HEADER_BYTES);
    while (reader.remaining() > 1) {
      String type = reader.text(4);
      long length = reader.unsignedLittle(4);
      if (type.equals("EXIF")) {
        // The format says no preamble; some writers keep that of a JPEG.
        long start = reader.position() + (hasPreamble(reader) ? PREAMBLE.length() : 0);
        return part(reader, start, reader.position() + length);
      }
      reader.skip(length + (length & 1));
    }
    return Optional.empty();
  }

  private static boolean hasPreamble(ByteReader reader) throws IOException {
    return reader.peek(reader.position(), PREAMBLE.length()).equals(PREAMBLE);
  }

  static Optional<byte[]> part(ByteReader reader, long start, long end) throws IOException {
    if (end <= start || end - start > MOST_BYTES || end > reader.size()) {
      return Optional.empty();
    }
    reader.seek(start);
    return Optional.of(
        reader.text(Math.toIntExact(end - start)).getBytes(StandardCharsets.ISO_8859_1));
  }
}
