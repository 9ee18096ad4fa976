package dev.recollect.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityCalibrationTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "25, .1365", "70, .35", "80, .42", "85, .45", "90, .48", "100, 1"})
  void theShippedModelHasItsMeasuredThresholds(double percent, double cosine) {
    SimilarityCalibration shipped = SimilarityCalibration.FR_FEATURE;

    assertThat(shipped.cosine(percent)).isCloseTo(cosine, within(1e-9));
    assertThat(shipped.percent(cosine)).isCloseTo(percent, within(1e-9));
  }

  @Test
  void beyondTheAnchorsItStaysAtTheEnds() {
    SimilarityCalibration shipped = SimilarityCalibration.FR_FEATURE;

    assertThat(shipped.percent(-.7)).isZero();
    assertThat(shipped.percent(1.0000001)).isEqualTo(100);
    assertThat(shipped.cosine(120)).isEqualTo(1);
    assertThat(shipped.cosine(-3)).isZero();
  }

  @Test
  void anOperatorsThresholdIsEightyPercent() {
    SimilarityCalibration own = SimilarityCalibration.around(.3);

    assertThat(own.cosine(SimilarityCalibration.DEFAULT_PERCENT)).isEqualTo(.3);
    assertThat(own.percent(.65)).isCloseTo(90, within(1e-9));
  }

  @Test
  void anchorsThatDoNotRiseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimilarityCalibration.around(0))
        .withMessageStartingWith("calibration anchors must rise");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SimilarityCalibration(List.of(new SimilarityCalibration.Anchor(0, 0))));
  }
}
