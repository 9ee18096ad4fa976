package dev.recollect.imaging;

import static dev.recollect.imaging.ColourAssert.assertColour;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.png;
import static dev.recollect.imaging.TestImages.quarters;
import static dev.recollect.imaging.TestImages.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.imaging.ImageRejectedException.Reason;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenditionWriterTest {
  private final RenditionWriter writer =
      new RenditionWriter(TestImages.ENGINE, TestImages.PROBE, RenditionSettings.DEFAULT);

  @TempDir Path folder;
  private Path large;
  private Path small;

  @BeforeEach
  void nameTheTargets() {
    large = folder.resolve("large.jpg");
    small = folder.resolve("small.jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "3000, 2000, 2048, 1365, 480, 320",
    "2000, 3000, 1365, 2048, 320, 480",
    "2048, 1024, 2048, 1024, 480, 240",
    "2049, 100, 2048, 100, 480, 23",
    "1000, 1000, 1000, 1000, 480, 480",
    "300, 200, 300, 200, 300, 200",
    "4000, 4, 2048, 2, 480, 1",
    "1, 1, 1, 1, 1, 1",
  })
  void shrinksToBothSizesAndNeverEnlarges(
      int width, int height, int largeWidth, int largeHeight, int smallWidth, int smallHeight)
      throws Exception {
    Path original =
        Files.write(folder.resolve("original"), jpeg(flat(width, height, Color.ORANGE)));

    Renditions renditions = writer.write(original, large, small, Optional.empty());

    assertThat(renditions)
        .isEqualTo(
            new Renditions(
                new ImageInfo(ImageFormat.JPEG, width, height, 1),
                new ImageSize(largeWidth, largeHeight),
                new ImageSize(smallWidth, smallHeight)));
    assertThat(size(read(large))).isEqualTo(renditions.large());
    assertThat(size(read(small))).isEqualTo(renditions.small());
  }

  @Test
  void keepsTheColoursAndTurnsThePhotoUpright() throws Exception {
    byte[] original =
        saved(
            png(quarters(2400, 1600)),
            image -> image.withField("orientation", 8),
            "jpegsave",
            "Q=95");

    Renditions renditions = writer.write(original, large, small, Optional.empty());

    assertThat(renditions.original()).isEqualTo(new ImageInfo(ImageFormat.JPEG, 1600, 2400, 8));
    for (Path rendition : new Path[] {large, small}) {
      BufferedImage image = read(rendition);
      assertThat(image.getHeight()).isGreaterThan(image.getWidth());
      int[] shown = {1, 3, 0, 2};
      for (int i = 0; i < 4; i++) {
        assertColour(
            at(image, 0.25 + i % 2 * 0.5, 0.25 + i / 2 * 0.5),
            TestImages.QUARTERS[shown[i]],
            ColourAssert.JPEG);
      }
    }
  }

  @Test
  void writesProgressiveJpegWithoutMetadata() throws Exception {
    byte[] original =
        saved(
            png(flat(900, 600, Color.ORANGE)),
            image ->
                image
                    .then("icc_transform")
                    .with("output-profile", "p3")
                    .with("input-profile", "srgb")
                    .image()
                    .withField("orientation", 3),
            "jpegsave");
    assertThat(text(original)).contains("Exif").contains("ICC_PROFILE");

    writer.write(original, large, small, Optional.empty());

    for (Path rendition : new Path[] {large, small}) {
      byte[] jpeg = Files.readAllBytes(rendition);
      assertThat(text(jpeg)).doesNotContain("Exif").doesNotContain("ICC_PROFILE");
      assertThat(text(jpeg)).contains("\u00ff\u00c2").doesNotContain("\u00ff\u00c0");
      assertColour(at(read(rendition), 0.5, 0.5), Color.ORANGE, 2 * ColourAssert.JPEG);
    }
  }

  @Test
  void laysTransparencyOnWhite() throws Exception {
    byte[] clear = png(new BufferedImage(600, 300, BufferedImage.TYPE_INT_ARGB));

    writer.write(clear, large, small, Optional.empty());

    assertColour(at(read(large), 0.5, 0.5), Color.WHITE, ColourAssert.EXACT);
    assertColour(at(read(small), 0.5, 0.5), Color.WHITE, ColourAssert.EXACT);
  }

  @Test
  void replacesWhatTheTargetsHeld() throws Exception {
    Files.write(large, new byte[5_000_000]);
    Files.write(small, new byte[5_000_000]);

    writer.write(jpeg(flat(600, 300, Color.ORANGE)), large, small, Optional.empty());

    assertThat(TestImages.PROBE.probe(large).width()).isEqualTo(600);
    assertThat(TestImages.PROBE.probe(small).width()).isEqualTo(480);
  }

  @Test
  void leavesNothingBehindWhenThePhotoIsRefused() {
    byte[] photo = jpeg(flat(600, 300, Color.ORANGE));

    var refusal =
        catchThrowableOfType(
            ImageRejectedException.class,
            () ->
                writer.write(
                    Arrays.copyOf(photo, photo.length / 2), large, small, Optional.empty()));

    assertThat(refusal.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesNothingBehindWhenTheSecondRenditionCannotBeWritten() {
    Path nowhere = folder.resolve("missing").resolve("small.jpg");
    byte[] photo = jpeg(flat(600, 300, Color.ORANGE));

    assertThatIOException()
        .isThrownBy(() -> writer.write(photo, large, nowhere, Optional.empty()))
        .withMessageContaining("small.jpg");
    assertThat(folder).isEmptyDirectory();
  }

  private static ImageSize size(BufferedImage image) {
    return new ImageSize(image.getWidth(), image.getHeight());
  }

  private static BufferedImage read(Path image) throws IOException {
    return TestImages.read(Files.readAllBytes(image));
  }

  private static Color at(BufferedImage image, double x, double y) {
    return new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
