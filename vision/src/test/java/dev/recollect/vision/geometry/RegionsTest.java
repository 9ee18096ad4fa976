package dev.recollect.vision.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegionsTest {
  @Test
  void joinsPixelsThatTouchAtACornerAndKeepsOthersApart() {
    List<double[]> hulls =
        hulls(
            "##....", //
            "..#...", "....##", "#...##");

    assertThat(hulls).hasSize(3);
    assertThat(hulls.get(0)).containsExactlyInAnyOrder(0, 0, 1, 0, 2, 1);
    assertThat(hulls.get(1)).containsExactlyInAnyOrder(4, 2, 5, 2, 5, 3, 4, 3);
    assertThat(hulls.get(2)).containsExactly(0, 3);
  }

  @Test
  void aRegionThatOnlyMeetsFurtherDownIsOne() {
    List<double[]> hulls =
        hulls(
            "#...#", //
            "#...#", "#####");

    assertThat(hulls).hasSize(1);
    assertThat(hulls.getFirst()).containsExactlyInAnyOrder(0, 0, 4, 0, 4, 2, 0, 2);
  }

  @Test
  void anEmptyMapHasNoRegions() {
    assertThat(hulls("...", "...")).isEmpty();
  }

  @Test
  void theLeastRectangleFollowsATiltedShape() {
    // A diamond: the upright rectangle would have an area of 100, the tilted one has 50.
    double[] diamond = {5, 0, 10, 5, 5, 10, 0, 5};

    RotatedRectangle around = RotatedRectangle.around(diamond);

    assertThat(around.width() * around.height()).isCloseTo(50, within(1e-9));
    assertThat(around.centerX()).isCloseTo(5, within(1e-9));
    assertThat(around.centerY()).isCloseTo(5, within(1e-9));
  }

  @Test
  void theLeastRectangleOfOnePointIsThatPoint() {
    RotatedRectangle around = RotatedRectangle.around(new double[] {3, 4});

    assertThat(around.shortSide()).isZero();
    assertThat(around.centerX()).isEqualTo(3);
    assertThat(around.centerY()).isEqualTo(4);
  }

  @Test
  void cornersComeInReadingOrder() {
    Quad corners = new RotatedRectangle(10, 10, 0, 1, 4, 20).corners();

    assertThat(corners).isEqualTo(new Quad(0, 8, 20, 8, 20, 12, 0, 12));
    assertThat(corners.widened(.5)).isEqualTo(new Quad(-2, 8, 22, 8, 22, 12, -2, 12));
  }

  private static List<double[]> hulls(String... rows) {
    int width = rows[0].length();
    float[] map = new float[width * rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < width; x++) {
        map[y * width + x] = rows[y].charAt(x) == '#' ? .9f : .1f;
      }
    }
    return ConnectedRegions.hulls(map, width, rows.length, .3f);
  }
}
