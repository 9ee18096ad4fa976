package dev.recollect.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recollect.vision.onnx.OnnxSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisionSettingsTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 2, 1", "3, 2, 1", "4, 2, 2", "16, 2, 8"})
  void halfTheWorkersSearchForTextWithTwoThreadsEach(int workers, int threads, int atOnce) {
    assertThat(VisionSettings.forWorkers(workers).textDetection())
        .isEqualTo(new OnnxSettings(threads, atOnce));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "16, 2"})
  void facesAreEmbeddedByTwoThreadsEachWhereThereAreTwo(int workers, int threads) {
    assertThat(VisionSettings.forWorkers(workers).embedding())
        .isEqualTo(new OnnxSettings(threads, Integer.MAX_VALUE));
  }

  @Test
  void theOtherModelsRunAsOftenAsTheyAreAsked() {
    assertThat(VisionSettings.forWorkers(2).onnx()).isEqualTo(OnnxSettings.defaults());
  }

  @Test
  void noThreadOrNoInferenceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnnxSettings(0, 1))
        .withMessage("threads per inference must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnnxSettings(1, 0))
        .withMessage("inferences at once must be at least 1: 0");
  }
}
