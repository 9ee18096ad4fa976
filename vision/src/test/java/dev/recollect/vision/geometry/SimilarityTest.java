package dev.recollect.vision.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recollect.imaging.Pixels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  @Test
  void findsTheTurnScaleAndShiftThatWereApplied() {
    Similarity applied = new Similarity(0, 2, 30, -4);
    float[] from = {0, 0, 10, 0, 3, 7, -2, 5};
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i += 2) {
      to[i] = (float) applied.x(from[i], from[i + 1]);
      to[i + 1] = (float) applied.y(from[i], from[i + 1]);
    }

    Similarity found = Similarity.fit(from, to);

    assertThat(found.a()).isCloseTo(0, within(1e-6));
    assertThat(found.b()).isCloseTo(2, within(1e-6));
    assertThat(found.tx()).isCloseTo(30, within(1e-5));
    assertThat(found.ty()).isCloseTo(-4, within(1e-5));
    assertThat(found.scale()).isCloseTo(2, within(1e-6));
  }

  @Test
  void theInverseLeadsBack() {
    Similarity there = new Similarity(.6, -.8, 5, 9);
    Similarity back = there.inverse();

    double x = there.x(12, -7);
    double y = there.y(12, -7);

    assertThat(back.x(x, y)).isCloseTo(12, within(1e-9));
    assertThat(back.y(x, y)).isCloseTo(-7, within(1e-9));
  }

  @Test
  void warpsAQuarterTurnWithBlackBeyondThePhoto() {
    Pixels photo =
        new Pixels(2, 2, new byte[] {10, 0, 0, 20, 0, 0, 30, 0, 0, 40, 0, 0}); // 10 20 / 30 40
    Similarity quarterTurn = new Similarity(0, 1, 1, 0);

    float[] turned = SimilarityWarp.warp(photo, quarterTurn, 3, Normalization.NONE);

    assertThat(Arrays.copyOf(turned, 9)).containsExactly(30, 10, 0, 40, 20, 0, 0, 0, 0);
  }

  @Test
  void shrinksByAreaBeforeItWarpsToAMuchSmallerTarget() {
    int side = 64;
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ((i / 3) % 2 == 0 ? 0 : 200); // columns of one pixel: aliases without care
    }

    float[] small =
        SimilarityWarp.warp(
            new Pixels(side, side, rgb), new Similarity(.125, 0, 0, 0), 8, Normalization.NONE);

    for (int i = 0; i < 8 * 8; i++) {
      boolean inside = i % 8 > 0 && i % 8 < 7 && i / 8 > 0 && i / 8 < 7; // the rim mixes with black
      assertThat(small[i]).isBetween(inside ? 80f : 0f, 120f);
    }
  }
}
