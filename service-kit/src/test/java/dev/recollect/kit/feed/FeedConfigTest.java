package dev.recollect.kit.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedConfigTest {

  @Test
  void worksWithoutAnySetting() {
    FeedConfig feed = ConfigReader.read(FeedConfig.class, Map.of());

    assertThat(feed.enabled()).isFalse();
    assertThat(feed.pause()).isEqualTo(Duration.ofMillis(500));
    assertThat(feed.pageSize()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"page-size, 1001", "page-size, 0", "pause, 0s"})
  void refusesSettingsThatWouldStopOrSpin(String property, String value) {
    assertThatThrownBy(
            () -> ConfigReader.read(FeedConfig.class, Map.of("recollect.feed." + property, value)))
        .hasMessageContaining("recollect.feed." + property);
  }
}
