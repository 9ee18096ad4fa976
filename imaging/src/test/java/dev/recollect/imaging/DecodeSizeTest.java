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
    "480, 100, 480, 480, 100",
  })
  void shrinksTheLongSideAndRoundsTheShortOne(
      int width, int height, int longSide, int expectedWidth, int expectedHeight) {
    assertThat(DecodeSize.atMost(longSide).of(width, height))
        .isEqualTo(new ImageSize(expectedWidth, expectedHeight));
  }

  @Test
  void refusesSizesThatAreNotPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodeSize.atMost(0))
        .withMessage("long side 0 is not positive");
  }
}
