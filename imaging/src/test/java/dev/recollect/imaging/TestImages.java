package dev.recollect.imaging;

import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsScope;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Makes images of known colours, and the engine that reads them. */
final class TestImages {
  static final ImageEngine ENGINE = ImageEngine.start(EngineSettings.DEFAULT);
  static final ImageProbe PROBE = new ImageProbe(ENGINE, ImageLimits.DEFAULT);
  static final ImageDecoder DECODER = new ImageDecoder(ENGINE, PROBE);

  /** Colours of the four quarters, from the top left, row by row. */
  static final Color[] QUARTERS = {
    new Color(200, 40, 40), new Color(40, 160, 40), new Color(40, 40, 200), new Color(220, 220, 60)
  };

  private TestImages() {}

  /** A step on an image that libvips has in its hands. */
  interface Step {
    VipsImage apply(VipsImage image) throws VipsException;
  }

  static BufferedImage flat(int width, int height, Color colour) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    fill(image, 0, 0, width, height, colour);
    return image;
  }

  static BufferedImage quarters(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < QUARTERS.length; i++) {
      fill(image, i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2, QUARTERS[i]);
    }
    return image;
  }

  static byte[] png(BufferedImage image) {
    return encoded(image, "png");
  }

  static byte[] jpeg(BufferedImage image) {
    return encoded(image, "jpg");
  }

  /**
   * Takes a PNG through libvips: {@code steps}, then the save operation with options such as {@code
   * Q=90}.
   *
   * @param save nickname without the kind of target, such as {@code webpsave}
   */
  static byte[] saved(byte[] png, Step steps, String save, String... options) {
    try (VipsScope scope = ENGINE.library().scope()) {
      Path file = Files.createTempFile("image", null);
      try {
        VipsImage image =
            steps.apply(
                scope
                    .operation("pngload_source")
                    .with("source", scope.source(png))
                    .image()
                    .then("copy")
                    .image());
        var operation = image.then(save + "_target").with("target", scope.target(file));
        for (String option : options) {
          int equals = option.indexOf('=');
          operation.with(option.substring(0, equals), option.substring(equals + 1));
        }
        operation.run();
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | VipsException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] webp(BufferedImage image) {
    return saved(png(image), step -> step, "webpsave", "lossless=1");
  }

  static byte[] heic(BufferedImage image) {
    return saved(png(image), step -> step, "heifsave", "compression=hevc", "Q=90");
  }

  static byte[] oriented(int orientation, String save, String... options) {
    return saved(
        png(quarters(64, 32)), image -> image.withField("orientation", orientation), save, options);
  }

  static byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("payload.txt"));
      zip.write("payload".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] joined(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Puts bytes behind the SOI of a JPEG or anywhere else. */
  static byte[] inserted(byte[] into, int at, byte[] part) {
    byte[] result = new byte[into.length + part.length];
    System.arraycopy(into, 0, result, 0, at);
    System.arraycopy(part, 0, result, at, part.length);
    System.arraycopy(into, at, result, at + part.length, into.length - at);
    return result;
  }

  /** A JPEG that looks whole from outside, and whose pixel data end half-way. */
  static byte[] damagedJpeg() {
    var noise = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 400 * 300; i++) {
      noise.setRGB(i % 400, i / 400, i * 0x9E3779B1);
    }
    byte[] jpeg = jpeg(noise);
    return joined(Arrays.copyOf(jpeg, jpeg.length / 2), ascii("\u00ff\u00d9"));
  }

  static Color colour(Pixels pixels, double x, double y) {
    int at = 3 * ((int) (y * pixels.height()) * pixels.width() + (int) (x * pixels.width()));
    byte[] rgb = pixels.rgb();
    return new Color(rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF);
  }

  static BufferedImage read(byte[] image) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(image));
  }

  private static byte[] encoded(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void fill(BufferedImage image, int x, int y, int w, int h, Color colour) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(x, y, w, h);
    graphics.dispose();
  }
}
