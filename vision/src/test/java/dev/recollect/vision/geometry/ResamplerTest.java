package dev.recollect.vision.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recollect.imaging.Pixels;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  /** Two pixels wide, two high: red grows to the right, green downwards, blue stays. */
  private static final Pixels FOUR =
      new Pixels(2, 2, new byte[] {0, 0, 9, 100, 0, 9, 0, (byte) 200, 9, 100, (byte) 200, 9});

  @Test
  void keepsEveryPixelAtItsOwnSize() {
    assertThat(scale(FOUR, Window.of(2, 2), 2, 2, Border.REPLICATE, Normalization.NONE))
        .containsExactly(0, 100, 0, 100, 0, 0, 200, 200, 9, 9, 9, 9);
  }

  @Test
  void averagesTheCoveredAreaWhenShrinking() {
    assertThat(scale(FOUR, Window.of(2, 2), 1, 1, Border.REPLICATE, Normalization.NONE))
        .containsExactly(50, 100, 9);
  }

  @Test
  void countsPartlyCoveredPixelsByTheirShare() {
    Pixels three = new Pixels(3, 1, new byte[] {0, 0, 0, 60, 60, 60, 120, 120, 120});

    float[] two = scale(three, Window.of(3, 1), 2, 1, Border.REPLICATE, Normalization.NONE);

    assertThat(two[0]).isCloseTo(20, within(1e-4f));
    assertThat(two[1]).isCloseTo(100, within(1e-4f));
  }

  @Test
  void interpolatesBetweenPixelCentresWhenEnlarging() {
    assertThat(scale(FOUR, Window.of(2, 2), 4, 1, Border.REPLICATE, Normalization.NONE))
        .containsExactly(0, 25, 75, 100, 100, 100, 100, 100, 9, 9, 9, 9);
  }

  @Test
  void normalizesPerPlaneInTheOrderOfTheModel() {
    Normalization bgr = new Normalization(ColorOrder.BGR, 9, 100, 50, 1, .5f, 2);

    assertThat(scale(FOUR, Window.of(2, 2), 1, 1, Border.REPLICATE, bgr)).containsExactly(0, 0, 0);
    assertThat(scale(FOUR, Window.of(2, 2), 2, 1, Border.REPLICATE, bgr))
        .containsExactly(0, 0, 0, 0, -100, 100);
  }

  @Test
  void paddingWithTheMeanIsZeroBeyondTheEdge() {
    Normalization ten = Normalization.uniform(ColorOrder.RGB, 10, 1);
    Pixels one = new Pixels(1, 1, new byte[] {30, 30, 30});

    float[] wide = scale(one, new Window(-1, 0, 3, 1), 3, 1, Border.MEAN, ten);

    assertThat(wide).containsExactly(0, 20, 0, 0, 20, 0, 0, 20, 0);
  }

  @Test
  void replicatesTheEdgeBeyondIt() {
    float[] wide =
        scale(FOUR, new Window(-2, -2, 6, 6), 3, 3, Border.REPLICATE, Normalization.NONE);

    assertThat(wide).startsWith(0, 50, 100, 0, 50, 100, 0, 50, 100);
  }

  @Test
  void aWindowOutsideThePhotoIsAllPadding() {
    float[] outside = scale(FOUR, new Window(10, 10, 2, 2), 2, 2, Border.MEAN, Normalization.NONE);

    assertThat(outside).containsOnly(0);
  }

  private static float[] scale(
      Pixels photo, Window window, int width, int height, Border border, Normalization n) {
    float[] target = new float[3 * width * height];
    Resampler.resample(photo, window, width, height, border, n, target);
    return target;
  }
}
