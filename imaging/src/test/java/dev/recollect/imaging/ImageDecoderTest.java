package dev.recollect.imaging;

import static dev.recollect.imaging.ColourAssert.assertColour;
import static dev.recollect.imaging.TestImages.DECODER;
import static dev.recollect.imaging.TestImages.QUARTERS;
import static dev.recollect.imaging.TestImages.ascii;
import static dev.recollect.imaging.TestImages.colour;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.heic;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.oriented;
import static dev.recollect.imaging.TestImages.png;
import static dev.recollect.imaging.TestImages.quarters;
import static dev.recollect.imaging.TestImages.saved;
import static dev.recollect.imaging.TestImages.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.imaging.ImageRejectedException.Reason;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final Color RED = new Color(255, 40, 40);

  @TempDir Path folder;

  /** Which stored quarter each shown quarter is, by the definition of the EXIF orientations. */
  @ParameterizedTest
  @CsvSource({
    "1, 64, 32, 0, 1, 2, 3",
    "2, 64, 32, 1, 0, 3, 2",
    "3, 64, 32, 3, 2, 1, 0",
    "4, 64, 32, 2, 3, 0, 1",
    "5, 32, 64, 0, 2, 1, 3",
    "6, 32, 64, 2, 0, 3, 1",
    "7, 32, 64, 3, 1, 2, 0",
    "8, 32, 64, 1, 3, 0, 2",
  })
  void turnsTheImageUpright(
      int orientation, int width, int height, int first, int second, int third, int fourth)
      throws Exception {
    for (byte[] image :
        List.of(
            oriented(orientation, "jpegsave", "Q=95"),
            PngBuilder.oriented(png(quarters(64, 32)), orientation),
            oriented(orientation, "webpsave", "lossless=1"))) {
      Pixels pixels = DECODER.decode(image, 1000);

      assertThat(new ImageSize(pixels.width(), pixels.height()))
          .isEqualTo(new ImageSize(width, height));
      assertQuarters(pixels, first, second, third, fourth);
    }
  }

  @Test
  void turnsTheImageUprightAtReducedSize() throws Exception {
    byte[] image =
        saved(
            png(quarters(1200, 800)),
            picture -> picture.withField("orientation", 6),
            "jpegsave",
            "Q=95");

    Pixels pixels = DECODER.decode(image, 300);

    assertThat(new ImageSize(pixels.width(), pixels.height())).isEqualTo(new ImageSize(200, 300));
    assertQuarters(pixels, 2, 0, 3, 1);
  }

  @ParameterizedTest
  @MethodSource("imagesOfEachFormat")
  void keepsColoursAtEverySize(String format, byte[] image) throws Exception {
    for (int longSide : new int[] {1200, 1199, 700, 600, 599, 300, 150, 149, 75, 40}) {
      Pixels pixels = DECODER.decode(image, longSide);

      assertThat(pixels.width()).isEqualTo(longSide);
      assertThat(pixels.height()).isEqualTo((int) Math.round(longSide * 2 / 3.0));
      assertQuarters(pixels, 0, 1, 2, 3);
    }
  }

  @Test
  void givesThePixelsOfALosslessImageUnchanged() throws Exception {
    var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0x0A0B0C + i * 0x102030);
    }

    Pixels pixels = DECODER.decode(png(image), 100);

    byte[] expected = new byte[18];
    for (int i = 0; i < 6; i++) {
      int rgb = 0x0A0B0C + i * 0x102030;
      expected[3 * i] = (byte) (rgb >> 16);
      expected[3 * i + 1] = (byte) (rgb >> 8);
      expected[3 * i + 2] = (byte) rgb;
    }
    assertThat(pixels.rgb()).containsExactly(expected);
  }

  @ParameterizedTest
  @MethodSource("imagesOfOtherKinds")
  void convertsEveryKindOfPixelToSrgb(String kind, byte[] image, Color expected, int tolerance)
      throws Exception {
    Pixels pixels = DECODER.decode(image, 50);

    assertThat(new ImageSize(pixels.width(), pixels.height())).isEqualTo(new ImageSize(50, 25));
    assertColour(colour(pixels, 0.5, 0.5), expected, tolerance);
  }

  @Test
  void enlargesNothing() throws Exception {
    Pixels pixels = DECODER.decode(png(quarters(60, 30)), 200);

    assertThat(new ImageSize(pixels.width(), pixels.height())).isEqualTo(new ImageSize(60, 30));
    assertQuarters(pixels, 0, 1, 2, 3);
  }

  @Test
  void givesSeveralSizesInTheOrderAskedFor() throws Exception {
    Path image = Files.write(folder.resolve("photo.jpg"), jpeg(quarters(1200, 800)));

    List<Pixels> pixels =
        DECODER.decode(
            image, List.of(DecodeSize.atMost(90), DecodeSize.atMost(600), DecodeSize.atMost(300)));

    assertThat(pixels).extracting(Pixels::width).containsExactly(90, 600, 300);
    assertThat(pixels).extracting(Pixels::height).containsExactly(60, 400, 200);
    for (Pixels each : pixels) {
      assertQuarters(each, 0, 1, 2, 3);
    }
    assertThat(pixels.get(1).rgb()).isEqualTo(DECODER.decode(image, 600).rgb());
  }

  @ParameterizedTest
  @MethodSource("imagesOfEachFormat")
  void keepsColoursAtAPartOfTheSize(String format, byte[] image) throws Exception {
    for (int divisor : new int[] {1, 2, 4, 8}) {
      int most = 1200 / divisor + 3;

      Pixels pixels = DECODER.decode(image, DecodeSize.between(most / 2, most));

      assertThat(new ImageSize(pixels.width(), pixels.height()))
          .isEqualTo(new ImageSize(1200 / divisor, 800 / divisor));
      assertQuarters(pixels, 0, 1, 2, 3);
    }
  }

  @Test
  void refusesToDecodeToNoSize() {
    byte[] image = png(quarters(60, 30));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DECODER.decode(image, List.of()))
        .withMessage("no size to decode to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"photo[shrink=8].jpg", "a b\u00fc.jpg", "%s.jpg", "-x.jpg"})
  void takesFileNamesLiterally(String name) throws Exception {
    Path image = Files.write(folder.resolve(name), jpeg(quarters(64, 32)));

    assertThat(DECODER.decode(image, 100).width()).isEqualTo(64);
  }

  @Test
  void refusesAJpegWhosePixelDataEndEarly() {
    byte[] damaged = TestImages.damagedJpeg();

    var refusal =
        catchThrowableOfType(ImageRejectedException.class, () -> DECODER.decode(damaged, 300));

    assertThat(refusal).hasMessage("The image is damaged: its pixels cannot be read.");
    assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void readsTheIrregularScanHeadersOfSomePhones() throws Exception {
    byte[] image = jpeg(quarters(400, 300));
    int scan = indexOf(image, (byte) 0xFF, (byte) 0xDA);
    int parameters = scan + 2 + 2 + 1 + 2 * 3;
    image[parameters] = 17;
    image[parameters + 2] = 34;

    assertQuarters(DECODER.decode(image, 200), 0, 1, 2, 3);
  }

  @Test
  void readsPaddingBetweenThePixelDataAndTheEnd() throws Exception {
    byte[] image = jpeg(quarters(400, 300));

    assertQuarters(
        DECODER.decode(TestImages.inserted(image, image.length - 2, new byte[64]), 200),
        0,
        1,
        2,
        3);
  }

  /** The signature of a profile, its class, and the type of its curves. */
  @ParameterizedTest
  @CsvSource({"acsp, xxxx", "mntr, link", "curv, xxxx"})
  void readsAPhotoWithAnUnusableProfileAsSrgb(String found, String replacement) throws Exception {
    byte[] image =
        saved(
            png(flat(100, 50, RED)),
            picture ->
                picture
                    .then("icc_transform")
                    .with("output-profile", "p3")
                    .with("input-profile", "srgb")
                    .image(),
            "jpegsave",
            "Q=95");
    String text = new String(image, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(found);

    Pixels pixels = DECODER.decode(ascii(text.replace(found, replacement)), 50);

    // The numbers that the wide gamut has for this red.
    assertColour(colour(pixels, 0.5, 0.5), new Color(233, 65, 54), ColourAssert.JPEG);
  }

  static Stream<Arguments> imagesOfEachFormat() {
    var image = quarters(1200, 800);
    return Stream.of(
        Arguments.of("JPEG", jpeg(image)),
        Arguments.of(
            "progressive JPEG", saved(png(image), step -> step, "jpegsave", "Q=90", "interlace=1")),
        Arguments.of("PNG", png(image)),
        Arguments.of("interlaced PNG", saved(png(image), step -> step, "pngsave", "interlace=1")),
        Arguments.of("WebP", webp(image)),
        Arguments.of("HEIC", heic(image)));
  }

  static Stream<Arguments> imagesOfOtherKinds() {
    byte[] red = png(flat(100, 50, RED));
    byte[] grey = png(grey(100));
    byte[] half = png(translucent(new Color(255, 40, 40, 128)));
    var flattened = new Color(255, 147, 147);
    return Stream.of(
        Arguments.of("grey", grey, new Color(100, 100, 100), ColourAssert.EXACT),
        Arguments.of("grey JPEG", jpeg(grey(100)), new Color(100, 100, 100), ColourAssert.JPEG),
        kind("16-bit RGB", red, "rgb16", "pngsave", RED),
        kind("16-bit grey", grey, "grey16", "pngsave", new Color(100, 100, 100)),
        Arguments.of(
            "palette", saved(red, image -> image, "pngsave", "palette=1"), RED, ColourAssert.EXACT),
        Arguments.of("alpha on white", half, flattened, ColourAssert.EXACT),
        Arguments.of(
            "alpha of WebP",
            saved(half, image -> image, "webpsave", "lossless=1"),
            flattened,
            ColourAssert.EXACT),
        profiled("wide gamut JPEG", "p3", "jpegsave", RED, ColourAssert.JPEG),
        profiled("wide gamut PNG", "p3", "pngsave", RED, ColourAssert.EXACT),
        // A red of the screen that the press cannot print: it comes back as the nearest one.
        profiled("CMYK JPEG", "cmyk", "jpegsave", new Color(237, 43, 41), 6));
  }

  private static Arguments kind(
      String name, byte[] png, String space, String save, Color expected) {
    return Arguments.of(
        name,
        saved(png, image -> image.then("colourspace").with("space", space).image(), save),
        expected,
        ColourAssert.EXACT);
  }

  private static Arguments profiled(
      String name, String profile, String save, Color expected, int tolerance) {
    return Arguments.of(
        name,
        saved(
            png(flat(100, 50, RED)),
            image ->
                image
                    .then("icc_transform")
                    .with("output-profile", profile)
                    .with("input-profile", "srgb")
                    .image(),
            save),
        expected,
        tolerance);
  }

  private static BufferedImage grey(int level) {
    var image = new BufferedImage(100, 50, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) level);
    return image;
  }

  private static BufferedImage translucent(Color colour) {
    var image = new BufferedImage(100, 50, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 5000; i++) {
      image.setRGB(i % 100, i / 100, colour.getRGB());
    }
    return image;
  }

  private static int indexOf(byte[] bytes, byte first, byte second) {
    int at = 0;
    while (bytes[at] != first || bytes[at + 1] != second) {
      at++;
    }
    return at;
  }

  private static void assertQuarters(Pixels pixels, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertColour(
          colour(pixels, 0.25 + i % 2 * 0.5, 0.25 + i / 2 * 0.5),
          QUARTERS[expected[i]],
          ColourAssert.JPEG);
    }
  }
}
