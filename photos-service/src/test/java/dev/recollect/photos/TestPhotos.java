package dev.recollect.photos;

import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsLibrary;
import dev.recollect.imaging.vips.VipsOperation;
import dev.recollect.imaging.vips.VipsScope;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Images made on the spot; two with different seeds differ in their bytes. */
public final class TestPhotos {
  /** Signature and IHDR. */
  private static final int PNG_HEADER_BYTES = 33;

  /** Marker, length and preamble of an EXIF segment. */
  private static final int EXIF_PREAMBLE_BYTES = 10;

  private TestPhotos() {}

  /** A JPEG with a gradient that depends on the seed. */
  public static byte[] jpeg(int seed, int width, int height) {
    return encode(picture(seed, width, height), "jpg");
  }

  /** A JPEG with an EXIF segment. */
  public static byte[] jpeg(int seed, int width, int height, ExifSegment exif) {
    byte[] plain = jpeg(seed, width, height);
    byte[] segment = exif.bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.writeBytes(segment);
    out.write(plain, 2, plain.length - 2);
    return out.toByteArray();
  }

  /** A PNG. */
  public static byte[] png(int seed, int width, int height) {
    return encode(picture(seed, width, height), "png");
  }

  /** A PNG of one colour with transparency, as an overlay of a stamp. */
  public static byte[] overlay(Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(color);
    canvas.fillRect(0, 0, width, height);
    canvas.dispose();
    return encode(image, "png");
  }

  /** An image of one colour in a format that Java does not write: {@code webp} or {@code heic}. */
  public static byte[] flat(String format, Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(color);
    canvas.fillRect(0, 0, width, height);
    canvas.dispose();
    try (VipsScope scope = VipsLibrary.load(EngineSettings.DEFAULT.concurrency()).scope()) {
      Path file = Files.createTempFile("photo", null);
      try {
        VipsImage pixels =
            scope
                .operation("pngload_source")
                .with("source", scope.source(encode(image, "png")))
                .image()
                .then("copy")
                .image();
        VipsOperation save =
            switch (format) {
              case "webp" -> pixels.then("webpsave_target");
              case "heic" -> pixels.then("heifsave_target").with("compression", "hevc");
              default -> throw new IllegalArgumentException(format);
            };
        save.with("target", scope.target(file)).with("Q", 90).run();
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | VipsException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A PNG of a few kilobytes that unfolds to the given size, all black. */
  public static byte[] pngBomb(int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array());
    Deflater deflater = new Deflater(9);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] row = new byte[width + 1];
    byte[] buffer = new byte[1 << 16];
    for (int y = 0; y <= height; y++) {
      if (y < height) {
        deflater.setInput(row);
      } else {
        deflater.finish();
      }
      while (y < height ? !deflater.needsInput() : !deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.end();
    chunk(out, "IDAT", packed.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** A small PNG with EXIF and a compressed text that unfolds to so many bytes. */
  public static byte[] pngWithPackedText(int bytes, ExifSegment exif) {
    byte[] plain = png(11, 64, 48);
    byte[] segment = exif.bytes();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(new byte[] {'C', 'o', 'm', 'm', 'e', 'n', 't', 0, 0});
    try (DeflaterOutputStream packed = new DeflaterOutputStream(text)) {
      byte[] zeros = new byte[1 << 20];
      for (int left = bytes; left > 0; left -= zeros.length) {
        packed.write(zeros);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, PNG_HEADER_BYTES);
    chunk(out, "zTXt", text.toByteArray());
    chunk(out, "eXIf", Arrays.copyOfRange(segment, EXIF_PREAMBLE_BYTES, segment.length));
    out.write(plain, PNG_HEADER_BYTES, plain.length - PNG_HEADER_BYTES);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] typed =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static BufferedImage picture(int seed, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Color start = new Color((seed * 0x9e3779b9) >>> 8);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(
            x,
            y,
            new Color(
                    (start.getRed() + x) & 255,
                    (start.getGreen() + y) & 255,
                    (start.getBlue() + seed) & 255)
                .getRGB());
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, format, out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
