package dev.recollect.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BibWearersTest {
  private static final Box LEFT = face(100, 50);
  private static final Box RIGHT = face(300, 50);

  @Test
  void theNumberOnATorsoBelongsToTheFaceAboveItAndIsTrustedMore() {
    PhotoBib bib = BibWearers.link(reading(310, 190, 40, 20, .8), List.of(LEFT, RIGHT));

    assertThat(bib.face()).isEqualTo(OptionalInt.of(1));
    assertThat(bib.confidence()).isCloseTo(.9, within(1e-9));
    assertThat(bib.reading().confidence()).isEqualTo(.8);
  }

  @Test
  void aNumberWithNoFaceAboveItStaysAsItIs() {
    for (BibReading alone :
        List.of(
            reading(500, 190, 40, 20, .8), // too far aside
            reading(100, 20, 40, 20, .8), // above the face
            reading(100, 400, 40, 20, .8), // too far below
            reading(60, 150, 300, 80, .8))) { // a banner
      PhotoBib bib = BibWearers.link(alone, List.of(LEFT));

      assertThat(bib).isEqualTo(new PhotoBib(alone, OptionalInt.empty(), .8));
    }
  }

  @Test
  void ofTwoFacesTheNearerOneWearsIt() {
    Box behind = face(130, 10);

    PhotoBib bib = BibWearers.link(reading(110, 170, 40, 20, .9), List.of(behind, LEFT));

    assertThat(bib.face()).isEqualTo(OptionalInt.of(1));
  }

  private static Box face(double x, double y) {
    return new Box(x, y, 50, 60);
  }

  private static BibReading reading(double x, double y, double w, double h, double confidence) {
    return new BibReading("123", new Box(x, y, w, h), confidence);
  }
}
