package dev.recollect.imaging;

import static dev.recollect.imaging.ColourAssert.assertColour;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StampTest {
  private static final Color PHOTO = new Color(128, 128, 128);
  private static final Color RED = new Color(250, 20, 20);
  private static final Color BLUE = new Color(20, 20, 250);

  /**
   * Near an edge, 4:2:0 and the 8 x 8 blocks of JPEG smear colours; further away than this they do
   * not.
   */
  private static final int BLOCK = 16;

  private final RenditionWriter writer =
      new RenditionWriter(TestImages.ENGINE, TestImages.PROBE, RenditionSettings.DEFAULT);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void liesWhereThePositionSaysOnBothRenditions(StampPosition position) throws Exception {
    var stamp = new Stamp(png(flat(40, 20, RED)), png(flat(40, 20, BLUE)), position, 1, 0.25, 0.05);

    render(flat(1600, 800, PHOTO), stamp);

    assertStampAt(position, read("large.jpg"), 400, 200, 80);
    assertStampAt(position, read("small.jpg"), 120, 60, 24);
  }

  @Test
  void takesThePortraitOverlayForPortraitPhotos() throws Exception {
    var stamp =
        new Stamp(png(flat(40, 20, RED)), png(flat(40, 20, BLUE)), StampPosition.CENTER, 1, 0.5, 0);

    render(flat(800, 801, PHOTO), stamp);
    assertColour(at(read("large.jpg"), 400, 400), BLUE, ColourAssert.JPEG);

    render(flat(800, 800, PHOTO), stamp);
    assertColour(at(read("large.jpg"), 400, 400), RED, ColourAssert.JPEG);
  }

  @ParameterizedTest
  @CsvSource({"0, 128, 128, 128", "0.25, 159, 101, 101", "0.5, 189, 74, 74", "1, 250, 20, 20"})
  void isBlendedByItsOpacity(double opacity, int red, int green, int blue) throws Exception {
    byte[] overlay = png(flat(40, 20, RED));
    var stamp = new Stamp(overlay, overlay, StampPosition.CENTER, opacity, 0.5, 0);

    render(flat(800, 400, PHOTO), stamp);

    for (String rendition : new String[] {"large.jpg", "small.jpg"}) {
      BufferedImage image = read(rendition);
      assertColour(
          at(image, image.getWidth() / 2, image.getHeight() / 2),
          new Color(red, green, blue),
          ColourAssert.JPEG);
    }
  }

  @Test
  void keepsTheOverlaysOwnTransparency() throws Exception {
    var overlay = new BufferedImage(200, 100, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 20_000; i++) {
      overlay.setRGB(i % 200, i / 200, i % 200 < 100 ? 0 : 0x800000FF);
    }
    var stamp = new Stamp(png(overlay), png(overlay), StampPosition.TOP_LEFT, 0.5, 0.5, 0);

    render(flat(800, 400, PHOTO), stamp);

    BufferedImage image = read("large.jpg");
    assertColour(at(image, 100, 100), PHOTO, ColourAssert.JPEG);
    // A quarter of blue: half from the overlay's alpha, half from the opacity.
    assertColour(at(image, 300, 100), new Color(96, 96, 160), ColourAssert.JPEG);
    assertColour(at(image, 500, 100), PHOTO, ColourAssert.JPEG);
  }

  @Test
  void isMadeSmallerWhereItWouldNotFitInHeight() throws Exception {
    byte[] tall = png(flat(100, 400, RED));
    var stamp = new Stamp(tall, tall, StampPosition.RIGHT, 1, 1, 0.1);

    render(flat(1000, 600, PHOTO), stamp);

    BufferedImage image = read("large.jpg");
    // 600 high less two margins of 100 leaves 400, so the stamp is 100 x 400 at x 800, y 100.
    assertColour(at(image, 850, 300), RED, ColourAssert.JPEG);
    assertColour(at(image, 800 + BLOCK, 100 + BLOCK), RED, ColourAssert.JPEG);
    assertColour(at(image, 900 - BLOCK, 500 - BLOCK), RED, ColourAssert.JPEG);
    assertColour(at(image, 800 - BLOCK, 300), PHOTO, ColourAssert.JPEG);
    assertColour(at(image, 850, 100 - BLOCK), PHOTO, ColourAssert.JPEG);
    assertColour(at(image, 850, 500 + BLOCK), PHOTO, ColourAssert.JPEG);
  }

  @Test
  void fitsOnTheNarrowestPhoto() throws Exception {
    byte[] overlay = png(flat(40, 20, RED));
    var stamp = new Stamp(overlay, overlay, StampPosition.BOTTOM_RIGHT, 1, 1, 0.4);

    render(flat(900, 3, PHOTO), stamp);

    assertThat(read("large.jpg").getHeight()).isEqualTo(3);
  }

  @Test
  void namesAnOverlayThatCannotBeRead() {
    byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
    var stamp = new Stamp(text, text, StampPosition.CENTER, 1, 0.5, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> render(flat(80, 40, PHOTO), stamp))
        .withMessageStartingWith("the stamp cannot be used: The file (8 bytes) is not an image");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "1.01, 0.5, 0, opacity 1.01 of a stamp is not",
    "-0.1, 0.5, 0, opacity -0.1 of a stamp is not",
    "NaN, 0.5, 0, opacity NaN of a stamp is not",
    "1, 0, 0, scale 0.0 of a stamp is not",
    "1, 1.1, 0, scale 1.1 of a stamp is not",
    "1, 1, -0.1, margin -0.1 of a stamp is not",
    "1, 1, 0.5, margin 0.5 of a stamp is not",
  })
  void refusesValuesOutOfRange(double opacity, double scale, double margin, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Stamp(new byte[1], new byte[1], StampPosition.TOP, opacity, scale, margin))
        .withMessageStartingWith(message);
  }

  private void render(BufferedImage photo, Stamp stamp) throws Exception {
    writer.write(
        png(photo), folder.resolve("large.jpg"), folder.resolve("small.jpg"), Optional.of(stamp));
  }

  private BufferedImage read(String name) throws Exception {
    return TestImages.read(Files.readAllBytes(folder.resolve(name)));
  }

  /** Red inside all four corners of where the stamp must lie, the photo just outside of them. */
  private static void assertStampAt(
      StampPosition position, BufferedImage image, int width, int height, int margin) {
    int left =
        switch (position) {
          case TOP_LEFT, LEFT, BOTTOM_LEFT -> margin;
          case TOP, CENTER, BOTTOM -> (image.getWidth() - width) / 2;
          case TOP_RIGHT, RIGHT, BOTTOM_RIGHT -> image.getWidth() - margin - width;
        };
    int top =
        switch (position) {
          case TOP_LEFT, TOP, TOP_RIGHT -> margin;
          case LEFT, CENTER, RIGHT -> (image.getHeight() - height) / 2;
          case BOTTOM_LEFT, BOTTOM, BOTTOM_RIGHT -> image.getHeight() - margin - height;
        };
    int right = left + width;
    int bottom = top + height;
    assertColour(at(image, left + BLOCK, top + BLOCK), RED, ColourAssert.JPEG);
    assertColour(at(image, right - BLOCK, bottom - BLOCK), RED, ColourAssert.JPEG);
    assertColour(at(image, left - BLOCK, top + BLOCK), PHOTO, ColourAssert.JPEG);
    assertColour(at(image, right + BLOCK, bottom - BLOCK), PHOTO, ColourAssert.JPEG);
    assertColour(at(image, left + BLOCK, top - BLOCK), PHOTO, ColourAssert.JPEG);
    assertColour(at(image, right - BLOCK, bottom + BLOCK), PHOTO, ColourAssert.JPEG);
  }

  private static Color at(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y));
  }
}
