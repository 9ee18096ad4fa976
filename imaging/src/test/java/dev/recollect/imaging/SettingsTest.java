package dev.recollect.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void haveTheseDefaults() {
    assertThat(ImageLimits.DEFAULT)
        .isEqualTo(new ImageLimits(67_108_864, 120_000_000, 268_435_456));
    assertThat(RenditionSettings.DEFAULT).isEqualTo(new RenditionSettings(2048, 480, 85, 80));
    assertThat(EngineSettings.DEFAULT).isEqualTo(new EngineSettings(1, true));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1"})
  void refuseLimitsThatLetNothingThrough(long bytes, long pixels, long decoded) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageLimits(bytes, pixels, decoded))
        .withMessage(
            "image limits must be positive: bytes %d, pixels %d, decoded bytes %d",
            bytes, pixels, decoded);
  }

  @ParameterizedTest
  @CsvSource({
    "480, 2048, 85, 80, long sides of 480 and 2048 pixels",
    "2048, 0, 85, 80, long sides of 2048 and 0 pixels",
    "2048, 480, 0, 80, JPEG quality 0 is not in 1..100",
    "2048, 480, 85, 101, JPEG quality 101 is not in 1..100",
  })
  void refuseRenditionsThatCannotBeMade(
      int large, int small, int largeQuality, int smallQuality, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RenditionSettings(large, small, largeQuality, smallQuality))
        .withMessage(message);
  }

  @Test
  void refuseNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EngineSettings(0, true))
        .withMessage("concurrency 0 is not positive");
  }

  @Test
  void refusePixelsOfAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pixels(2, 2, new byte[11]))
        .withMessage("2 x 2 pixels need 12 bytes of RGB, not 11");
  }
}
