package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.domain.Sighting;
import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.BibReading;
import dev.recollect.vision.Box;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.FaceQuality;
import dev.recollect.vision.geometry.Window;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drawn numbers below places at which a face is said to be. */
class BibStageTest {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 540;
  private static final BibRules RULES = new BibRules(Duration.ofSeconds(1), 20);

  /** The real reader, which counts how often it is asked. */
  private static final class Counting implements BibReader {
    private int asked;

    @Override
    public List<BibReading> read(Pixels photo, Detail detail) {
      throw new AssertionError("a part is enough");
    }

    @Override
    public List<BibReading> read(Pixels photo, Window part, double scale) {
      asked++;
      return TestFaces.bibReader().read(photo, part, scale);
    }
  }

  private final Counting reader = new Counting();
  private final List<Sighting> inPicture = new ArrayList<>();
  private final BibStage stage = new BibStage(reader, RULES, () -> List.copyOf(inPicture));

  /** A picture with a number whose digits are about three quarters of {@code size} high. */
  private static Sample picture(double seconds, String number, int size, int x) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(70, 110, 60));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, size));
    int width = pen.getFontMetrics().stringWidth(number);
    pen.setColor(Color.WHITE);
    pen.fillRect(x - width / 2 - size, 300 - size, width + 2 * size, 2 * size);
    pen.setColor(Color.BLACK);
    pen.drawString(number, x - width / 2, 300 + size / 3);
    pen.dispose();
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int color = image.getRGB(i % WIDTH, i / WIDTH);
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return new Sample(
        Duration.ofMillis(Math.round(seconds * 1000)), false, new Pixels(WIDTH, HEIGHT, rgb));
  }

  private Sighting face(double x, double size) {
    Sighting face =
        new Sighting(
            Duration.ZERO,
            new Box(x - size / 2, 120, size, size * 1.2).scaled(1.0 / WIDTH, 1.0 / HEIGHT),
            .9,
            FaceQuality.NORMAL,
            FaceEmbedding.normalized("model", new float[] {1, 0}));
    inPicture.add(face);
    return face;
  }

  @Test
  void aNumberBelowAFaceBelongsToIt() {
    Sighting other = face(750, 60);
    Sighting runner = face(300, 60);

    stage.see(picture(4.5, "0471", 40, 300));

    assertThat(stage.finish()).hasSize(1);
    SeenBib seen = stage.finish().getFirst();
    assertThat(seen.text()).isEqualTo("0471");
    assertThat(seen.time()).isEqualTo(Duration.ofMillis(4500));
    assertThat(seen.wearer().orElseThrow()).isSameAs(runner).isNotSameAs(other);
  }

  @Test
  void aNumberBesideTheTorsoIsNobodys() {
    face(300, 60);

    stage.see(picture(0, "471", 40, 420));

    assertThat(stage.finish()).extracting(SeenBib::text).containsExactly("471");
    assertThat(stage.finish().getFirst().wearer()).isEmpty();
  }

  @Test
  void whereNobodyIsNothingIsRead() {
    stage.see(picture(0, "471", 40, 300));
    face(300, 12);
    stage.see(picture(1, "471", 40, 300));

    assertThat(reader.asked).isZero();
    assertThat(stage.finish()).isEmpty();
  }

  @Test
  void numbersThatAreTooSmallAreLeftOut() {
    face(300, 60);

    stage.see(picture(0, "471", 14, 300));

    assertThat(reader.asked).isEqualTo(1);
    assertThat(stage.finish()).isEmpty();
  }

  @Test
  void numbersOfTheLeastHeightAreRead() {
    face(300, 60);

    stage.see(picture(0, "4713", 28, 300));

    assertThat(stage.finish()).extracting(SeenBib::text).containsExactly("4713");
  }

  @Test
  void numbersAreReadNowAndThenOnly() {
    face(300, 60);

    stage.see(picture(0, "471", 40, 300));
    stage.see(picture(.5, "471", 40, 330));
    stage.see(picture(1, "471", 40, 360));

    assertThat(reader.asked).isEqualTo(2);
    assertThat(stage.finish())
        .extracting(seen -> seen.time().toMillis())
        .containsExactly(0L, 1000L);
  }

  @Test
  void aNewShotIsReadAtOnce() {
    face(300, 60);
    stage.see(picture(0, "471", 40, 300));
    Sample next = picture(.5, "832", 40, 300);

    stage.see(new Sample(next.time(), true, next.pixels()));

    assertThat(stage.finish()).extracting(SeenBib::text).containsExactly("471", "832");
  }

  @Test
  void whatWasReadStandsWhileNothingMoves() {
    face(300, 60);
    for (int second = 0; second < 4; second++) {
      stage.see(picture(second, "471", 40, 300));
    }

    assertThat(reader.asked).isEqualTo(1);
    assertThat(stage.finish())
        .extracting(seen -> seen.time().toSeconds())
        .containsExactly(0L, 1L, 2L, 3L);
  }
}
