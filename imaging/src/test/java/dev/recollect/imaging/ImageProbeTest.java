package dev.recollect.imaging;

import static dev.recollect.imaging.TestImages.PROBE;
import static dev.recollect.imaging.TestImages.ascii;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.heic;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.oriented;
import static dev.recollect.imaging.TestImages.png;
import static dev.recollect.imaging.TestImages.quarters;
import static dev.recollect.imaging.TestImages.saved;
import static dev.recollect.imaging.TestImages.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.imaging.ImageRejectedException.Reason;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProbeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("imagesOfEachFormat")
  void tellsFormatAndSizeByContentWhateverTheName(ImageFormat format, byte[] image)
      throws Exception {
    Path misnamed = Files.write(folder.resolve("notes.txt"), image);

    assertThat(PROBE.probe(misnamed)).isEqualTo(new ImageInfo(format, 64, 32, 1));
    assertThat(PROBE.probe(image)).isEqualTo(new ImageInfo(format, 64, 32, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64, 32", "2, 64, 32", "3, 64, 32", "4, 64, 32",
    "5, 32, 64", "6, 32, 64", "7, 32, 64", "8, 32, 64"
  })
  void givesTheSizeAsShownOnceTheOrientationIsApplied(int orientation, int width, int height)
      throws Exception {
    assertThat(PROBE.probe(oriented(orientation, "jpegsave")))
        .isEqualTo(new ImageInfo(ImageFormat.JPEG, width, height, orientation));
  }

  @Test
  void refusesNoBytes() {
    assertRefused(new byte[0], Reason.EMPTY, "The file is empty (0 bytes).");
  }

  @Test
  void refusesATextFileNamedAsAPhoto() throws IOException {
    Path text = Files.writeString(folder.resolve("photo.jpg"), "no photo at all");

    assertThatThrownBy(() -> PROBE.probe(text))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessage(
            "The file (15 bytes) is not an image; JPEG, PNG, WebP and HEIC photos are accepted.")
        .extracting("reason")
        .isEqualTo(Reason.NOT_AN_IMAGE);
  }

  @ParameterizedTest
  @MethodSource("imagesOfOtherFormats")
  void namesTheFormatThatIsNotAccepted(String name, byte[] image) {
    assertRefused(
        image,
        Reason.UNSUPPORTED_FORMAT,
        name + " is not accepted; JPEG, PNG, WebP and HEIC photos are.");
  }

  @Test
  void refusesAFilm() {
    byte[] film = ascii("\0\0\0\20ftypisom\0\0\2\0\0\0\0\bmdat");

    assertThat(refusal(film).reason()).isEqualTo(Reason.NOT_AN_IMAGE);
  }

  @Test
  void reportsAMissingFileAsSuch() {
    assertThatThrownBy(() -> PROBE.probe(folder.resolve("gone.jpg")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void letsAFileOfJustTheMaximumPass() throws Exception {
    byte[] image = jpeg(flat(64, 32, Color.GRAY));
    var exact = new ImageLimits(image.length, 64 * 32, 1);

    assertThat(new ImageProbe(TestImages.ENGINE, exact).probe(image).width()).isEqualTo(64);
  }

  @Test
  void refusesOneByteTooMany() {
    byte[] image = jpeg(flat(64, 32, Color.GRAY));
    var limits = ImageLimits.DEFAULT.withMaxBytes(image.length - 1L);

    assertThat(refusal(limits, image))
        .hasMessage(
            "The file has 0.0 MB (%d bytes); at most 0.0 MB (%d bytes) are accepted."
                .formatted(image.length, image.length - 1))
        .extracting(ImageRejectedException::reason)
        .isEqualTo(Reason.TOO_MANY_BYTES);
  }

  @Test
  void refusesOnePixelTooMany() {
    var limits = new ImageLimits(1 << 20, 3_000_000 - 1, 1 << 30);

    assertThat(refusal(limits, jpeg(flat(2000, 1500, Color.GRAY))))
        .hasMessage("The image has 3.0 megapixels (2000 x 1500); at most 3.0 are accepted.")
        .extracting(ImageRejectedException::reason)
        .isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @Test
  void refusesAHundredMegapixelPngWithoutUnfoldingIt() {
    byte[] bomb = PngBuilder.black(10_000, 10_000);
    long peak = TestImages.ENGINE.memory().peakBytes();

    assertRefused(
        bomb,
        Reason.TOO_MANY_PIXELS,
        "The image (10000 x 10000, 100.0 megapixels) unfolds to 400 MB when it is read; at most 268"
            + " MB are accepted for its kind of file.");
    assertThat(bomb.length).isLessThan(2_000_000);
    assertThat(TestImages.ENGINE.memory().peakBytes()).isEqualTo(peak);
  }

  @Test
  void refusesSizesBeyondEveryNumber() {
    byte[] image =
        PngBuilder.resized(png(flat(64, 32, Color.GRAY)), Integer.MAX_VALUE, Integer.MAX_VALUE);

    assertThat(refusal(image).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @Test
  void countsTheCoefficientsOfAProgressiveJpegButNotOfABaselineOne() throws Exception {
    byte[] picture = png(flat(800, 600, Color.GRAY));
    byte[] baseline = saved(picture, image -> image, "jpegsave");
    byte[] progressive = saved(picture, image -> image, "jpegsave", "interlace=1");
    // 4:2:0 has one and a half samples a pixel, each with a coefficient of two bytes.
    var limits = new ImageLimits(1 << 20, 1_000_000, 800 * 600 * 3 - 1);

    assertThat(new ImageProbe(TestImages.ENGINE, limits).probe(baseline).width()).isEqualTo(800);
    assertThat(refusal(limits, progressive).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @ParameterizedTest
  @MethodSource("imagesOfEachFormat")
  void findsEveryCutOfAFileWithoutDecodingIt(ImageFormat format, byte[] image) {
    for (int length = 32; length < image.length; length++) {
      assertThat(refusal(Arrays.copyOf(image, length)))
          .as("%s cut to %d of %d bytes", format, length, image.length)
          .hasMessage(
              "The image is cut off: the file ends after %d bytes, before the image does. Please"
                  + " send it again.",
              length)
          .extracting(ImageRejectedException::reason)
          .isEqualTo(Reason.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 11, 12, 16, 31})
  void refusesAFileOfAFewBytes(int length) {
    for (byte[] image : new byte[][] {jpeg(quarters(64, 32)), png(quarters(64, 32))}) {
      assertThat(refusal(Arrays.copyOf(image, length)).reason())
          .isIn(Reason.TRUNCATED, Reason.NOT_AN_IMAGE);
    }
  }

  @Test
  void findsADamagedChecksumOfAPng() {
    byte[] image = png(quarters(64, 32));
    image[image.length - 20] ^= 1;

    assertRefused(
        image, Reason.CORRUPT, "The image is damaged: a checksum of the PNG does not match.");
  }

  @Test
  void refusesHeicWhereItIsSwitchedOffAndSaysWhatToInstall() {
    var engine = ImageEngine.start(new EngineSettings(1, false));

    assertThat(engine.readsHeic()).isFalse();
    assertThatThrownBy(
            () -> new ImageProbe(engine, ImageLimits.DEFAULT).probe(heic(quarters(64, 32))))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("libheif1")
        .extracting("reason")
        .isEqualTo(Reason.HEIC_UNAVAILABLE);
  }

  static Stream<Arguments> imagesOfEachFormat() {
    var image = quarters(64, 32);
    return Stream.of(
        Arguments.of(ImageFormat.JPEG, jpeg(image)),
        Arguments.of(ImageFormat.PNG, png(image)),
        Arguments.of(ImageFormat.WEBP, webp(image)),
        Arguments.of(ImageFormat.WEBP, saved(png(image), step -> step, "webpsave", "Q=80")),
        Arguments.of(ImageFormat.WEBP, oriented(1, "webpsave")),
        Arguments.of(ImageFormat.HEIC, heic(image)));
  }

  static Stream<Arguments> imagesOfOtherFormats() {
    byte[] picture = png(quarters(64, 32));
    return Stream.of(
        Arguments.of("A GIF image", saved(picture, image -> image, "gifsave")),
        Arguments.of("A TIFF image or camera raw file", saved(picture, image -> image, "tiffsave")),
        Arguments.of(
            "An AVIF image", saved(picture, image -> image, "heifsave", "compression=av1")),
        Arguments.of("A BMP image", ascii("BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        Arguments.of("A camera raw file (CR3)", ascii("\0\0\0\30ftypcrx \0\0\0\1crx isom")));
  }

  private static void assertRefused(byte[] image, Reason reason, String message) {
    assertThat(refusal(image))
        .hasMessage(message)
        .extracting(ImageRejectedException::reason)
        .isEqualTo(reason);
  }

  private static ImageRejectedException refusal(byte[] image) {
    return refusal(ImageLimits.DEFAULT, image);
  }

  private static ImageRejectedException refusal(ImageLimits limits, byte[] image) {
    return catchThrowableOfType(
        ImageRejectedException.class, () -> new ImageProbe(TestImages.ENGINE, limits).probe(image));
  }
}
