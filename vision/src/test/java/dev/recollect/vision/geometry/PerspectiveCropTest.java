package dev.recollect.vision.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.imaging.Pixels;
import org.junit.jupiter.api.Test;

class PerspectiveCropTest {
  private static final int SIDE = 20;

  @Test
  void anUprightCutCopiesThePixels() {
    Pixels cut = PerspectiveCrop.cut(gradient(), new Quad(4, 6, 9, 6, 9, 8, 4, 8), 5, 2);

    assertThat(reds(cut)).containsExactly(4, 5, 6, 7, 8, 4, 5, 6, 7, 8);
    assertThat(greens(cut)).containsExactly(6, 6, 6, 6, 6, 7, 7, 7, 7, 7);
  }

  @Test
  void aQuarterTurnSwapsTheAxes() {
    Pixels cut = PerspectiveCrop.cut(gradient(), new Quad(9, 6, 9, 9, 4, 9, 4, 6), 3, 5);

    assertThat(reds(cut)).startsWith(9, 9, 9, 8, 8, 8);
    assertThat(greens(cut)).startsWith(6, 7, 8, 6, 7, 8);
  }

  @Test
  void aTrapeziumIsStraightened() {
    Pixels photo = gradient();
    // Upper side 4 wide, lower side 12 wide: rows shrink towards the top.
    Pixels cut = PerspectiveCrop.cut(photo, new Quad(8, 4, 12, 4, 16, 16, 4, 16), 4, 4);

    assertThat(reds(cut)[0]).isEqualTo(8);
    assertThat(reds(cut)[2]).isEqualTo(10); // the centre line stays the centre line
    assertThat(reds(cut)[14]).isEqualTo(10);
    // Foreshortening: the first quarter of the picture covers less than a quarter of the height.
    assertThat(greens(cut)[4]).isLessThan(7);
  }

  @Test
  void beyondThePhotoTheEdgeGoesOn() {
    Pixels cut = PerspectiveCrop.cut(gradient(), new Quad(-5, -5, 0, -5, 0, 0, -5, 0), 5, 5);

    assertThat(reds(cut)).containsOnly(0);
  }

  private static Pixels gradient() {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        rgb[(y * SIDE + x) * 3] = (byte) x;
        rgb[(y * SIDE + x) * 3 + 1] = (byte) y;
      }
    }
    return new Pixels(SIDE, SIDE, rgb);
  }

  private static int[] reds(Pixels photo) {
    return channel(photo, 0);
  }

  private static int[] greens(Pixels photo) {
    return channel(photo, 1);
  }

  private static int[] channel(Pixels photo, int channel) {
    int[] values = new int[photo.width() * photo.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = photo.rgb()[3 * i + channel] & 0xff;
    }
    return values;
  }
}
