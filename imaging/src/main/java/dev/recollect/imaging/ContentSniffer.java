package dev.recollect.imaging;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Tells the format of a file by its first bytes. */
final class ContentSniffer {
  private static final int HEAD_BYTES = 16;
  private static final int MAX_BRANDS_BYTES = 256;
  private static final Set<String> HEVC_BRANDS = Set.of("heic", "heix", "heim", "heis");
  private static final Set<String> AV1_BRANDS = Set.of("avif", "avis");

  /** Images that people do send and that are not accepted, so that they are told what it is. */
  private static final List<Known> KNOWN =
      List.of(
          new Known("GIF8", "A GIF image"),
          new Known("BM", "A BMP image"),
          new Known("II*\0", "A TIFF image or camera raw file"),
          new Known("MM\0*", "A TIFF image or camera raw file"),
          new Known("FUJIFILMCCD-RAW", "A camera raw file (RAF)"),
          new Known("IIU\0", "A camera raw file (RW2)"),
          new Known("IIRO", "A camera raw file (ORF)"),
          new Known("8BPS", "A Photoshop file"),
          new Known("\u00ff\n", "A JPEG XL image"),
          new Known("\0\0\0\fJXL ", "A JPEG XL image"),
          new Known("\0\0\0\fjP  ", "A JPEG 2000 image"));

  private ContentSniffer() {}

  /** Finds the format and leaves the reader at the beginning. */
  static ImageFormat sniff(ByteReader reader) throws IOException, ImageRejectedException {
    String head = reader.peek(0, HEAD_BYTES);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return ImageFormat.JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return ImageFormat.PNG;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return ImageFormat.WEBP;
    }
    if (head.startsWith("ftyp", 4)) {
      return isoFormat(reader);
    }
    for (Known known : KNOWN) {
      if (head.startsWith(known.start())) {
        throw Refusals.unsupported(known.name());
      }
    }
    throw Refusals.notAnImage(reader.size());
  }

  private static ImageFormat isoFormat(ByteReader reader)
      throws IOException, ImageRejectedException {
    long end = Math.min(reader.unsigned(4), MAX_BRANDS_BYTES);
    reader.seek(0);
    String brands = reader.peek(8, (int) Math.max(0, end - 8));
    boolean av1 = false;
    for (int at = 0; at + 4 <= brands.length(); at += 4) {
      String brand = brands.substring(at, at + 4);
      if (HEVC_BRANDS.contains(brand)) {
        return ImageFormat.HEIC;
      }
      av1 |= AV1_BRANDS.contains(brand);
    }
    if (av1) {
      throw Refusals.unsupported("An AVIF image");
    }
    if (brands.startsWith("crx ")) {
      throw Refusals.unsupported("A camera raw file (CR3)");
    }
    throw Refusals.notAnImage(reader.size());
  }

  private record Known(String start, String name) {}
}
