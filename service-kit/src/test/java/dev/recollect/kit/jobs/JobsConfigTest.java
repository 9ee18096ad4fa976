package dev.recollect.kit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsConfigTest {

  @Test
  void worksWithoutAnySetting() {
    JobsConfig config = ConfigReader.read(JobsConfig.class, Map.of());

    assertThat(config.threads()).isEqualTo(3);
    assertThat(config.limits()).isEmpty();
    assertThat(config.lanesPerEvent()).isEqualTo(4);
    assertThat(config.turn()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.polling()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.attempts()).isEqualTo(5);
    assertThat(config.backOff()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "threads, 0",
    "limits.clip, 0",
    "lanes-per-event, 0",
    "lanes-per-event, 65",
    "turn, 0s",
    "polling, 0s",
    "heartbeat, 0s",
    "heartbeat, 500ms",
    "attempts, 0",
    "back-off, 0s",
    "back-off, PT-1S"
  })
  void refusesSettingsThatWouldStopOrSpin(String property, String value) {
    assertThatThrownBy(
            () -> ConfigReader.read(JobsConfig.class, Map.of("recollect.jobs." + property, value)))
        .hasMessageContaining("recollect.jobs." + property);
  }
}
