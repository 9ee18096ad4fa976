package dev.recollect.search.testing;

import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.vips.VipsException;
import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsLibrary;
import dev.recollect.imaging.vips.VipsScope;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Photos of people. From the shared test data where they are; elsewhere from the samples that come
 * with the models, one picture per person.
 */
public final class TestPhotos {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));
  private static final Path LFW = ROOT.resolve("../shared/testdata/faces/lfw-small").normalize();
  private static final boolean SHARED = Files.isDirectory(LFW);

  /** EXIF's number for pictures whose first row is the right side of the scene. */
  private static final int RIGHT_TOP = 6;

  static {
    if (!SHARED) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("the shared test data are missing: " + LFW);
      }
      System.out.println(
          "shared test data are missing; using the samples that come with the models");
    }
  }

  private TestPhotos() {}

  /**
   * A photo of a person.
   *
   * @param person 0-4
   * @param number 0-9
   */
  public static byte[] portrait(int person, int number) {
    if (!SHARED) {
      return read(models().resolve("samples/sample" + (person + 1) + ".jpg"));
    }
    List<Path> people = list(LFW);
    return read(list(people.get(person)).get(number));
  }

  /** An image as a file, which lasts as long as the tests. */
  public static Path file(byte[] image) {
    try {
      Path file = Files.createTempFile("selfie", null);
      file.toFile().deleteOnExit();
      return Files.write(file, image);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The same pixels in another format. */
  public static byte[] webp(byte[] jpeg) {
    return saved(jpeg, image -> image, "webpsave_target", "lossless");
  }

  /** Likewise. */
  public static byte[] png(byte[] jpeg) {
    return saved(jpeg, image -> image, "pngsave_target", "compression");
  }

  /** Likewise, but for what the change of colour space rounds off. */
  public static byte[] heic(byte[] jpeg) {
    return saved(jpeg, image -> image, "heifsave_target", "lossless");
  }

  /** As a phone held sideways takes it: the pixels lie on their side, and EXIF tells which way. */
  public static byte[] turned(byte[] jpeg) {
    return saved(
        jpeg,
        image ->
            image.then("rot").with("angle", "d270").image().withField("orientation", RIGHT_TOP),
        "jpegsave_target",
        "optimize-coding");
  }

  private interface Step {
    VipsImage apply(VipsImage image) throws VipsException;
  }

  private static byte[] saved(byte[] jpeg, Step step, String save, String option) {
    try (VipsScope scope = VipsLibrary.load(EngineSettings.DEFAULT.concurrency()).scope()) {
      Path file = Files.createTempFile("selfie", null);
      try {
        VipsImage image =
            scope
                .operation("jpegload_source")
                .with("source", scope.source(jpeg))
                .image()
                .then("copy")
                .image();
        step.apply(image)
            .then(save)
            .with("target", scope.target(file))
            .with("Q", 100)
            .with(option, 1)
            .run();
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | VipsException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Several people in one picture; the first is the largest. */
  public static byte[] group(int... people) {
    BufferedImage group =
        new BufferedImage(500 + 250 * people.length, 500, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = group.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (int i = 0; i < people.length; i++) {
      int side = i == 0 ? 500 : 250;
      canvas.drawImage(
          image(portrait(people[i], 0)), i == 0 ? 0 : 250 + 250 * i, 0, side, side, null);
    }
    canvas.dispose();
    return encoded(group, "jpg");
  }

  /** A runner: a face with a number below it. */
  public static byte[] runner(int person, int number, String bib) {
    BufferedImage runner = new BufferedImage(900, 1200, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = runner.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setColor(new Color(90, 120, 90));
    canvas.fillRect(0, 0, 900, 1200);
    canvas.drawImage(image(portrait(person, number)), 200, 40, 500, 500, null);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(270, 640, 360, 220);
    canvas.setColor(Color.BLACK);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 120));
    int width = canvas.getFontMetrics().stringWidth(bib);
    canvas.drawString(bib, 450 - width / 2, 790);
    canvas.dispose();
    return encoded(runner, "jpg");
  }

  /** Nobody, anywhere. */
  public static byte[] landscape(String format) {
    BufferedImage sky = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 480; y++) {
      for (int x = 0; x < 640; x++) {
        sky.setRGB(x, y, new Color(80 + y / 8, 120 + y / 8, 200 - y / 8).getRGB());
      }
    }
    return encoded(sky, format);
  }

  /** 100 megapixels in a few hundred kilobytes. */
  public static byte[] bomb() {
    return encoded(new BufferedImage(10_000, 10_000, BufferedImage.TYPE_BYTE_GRAY), "png");
  }

  public static Path models() {
    String dir = System.getenv("RECOLLECT_MODELS_DIR");
    return dir == null ? ROOT.resolve(".recollect/models") : Path.of(dir);
  }

  private static BufferedImage image(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return bytes.toByteArray();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
