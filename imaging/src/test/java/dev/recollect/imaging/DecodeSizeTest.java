package dev.recollect.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeSizeTest {
  @ParameterizedTest
  @CsvSource({
    "6000, 4000, 2048, 2048, 1365",
    "4000, 6000, 480, 320, 480",
    "1000, 1000, 480, 480, 480",
    "10000, 3, 480, 480, 1",
    "479, 100, 480, 479, 100",
    "4096, 2731, 2048, 2048, 1365",
    "480, 100, 480, 480, 100",
  })
  void shrinksTheLongSideAndRoundsTheShortOne(
      int width, int height, int longSide, int expectedWidth, int expectedHeight) {
    assertThat(DecodeSize.atMost(longSide).of(width, height))
        .isEqualTo(new ImageSize(expectedWidth, expectedHeight));
  }

  @ParameterizedTest
  @CsvSource({
    "1600, 1200, 1600, 1200",
    "1601, 1201, 800, 600",
    "3024, 4032, 756, 1008",
    "4001, 3001, 1000, 750",
    "6000, 4000, 1500, 1000",
    "12800, 800, 1600, 100",
    "12801, 7, 1600, 1",
    "12808, 800, 1600, 100",
    "300, 200, 300, 200",
  })
  void dividesWhereThatEndsInBetween(int width, int height, int expectedWidth, int expectedHeight) {
    assertThat(DecodeSize.between(800, 1600).of(width, height))
        .isEqualTo(new ImageSize(expectedWidth, expectedHeight));
  }

  @Test
  void refusesBoundsInTheWrongOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodeSize.between(800, 799))
        .withMessage("long side between 800 and 799");
  }

  @Test
  void refusesSizesThatAreNotPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodeSize.atMost(0))
        .withMessage("long side 0 is not positive");
  }
}
