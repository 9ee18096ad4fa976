package dev.recollect.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessConfigTest {

  @Test
  void servesEveryHostAndTwentyRequestsASecondByDefault() {
    AccessConfig config = ConfigReader.read(AccessConfig.class, Map.of());

    assertThat(config.allowedHosts()).isEmpty();
    assertThat(config.requestsPerMinute()).isEqualTo(1200);
  }

  @Test
  void readsAListOfHosts() {
    AccessConfig config =
        ConfigReader.read(
            AccessConfig.class,
            Map.of("recollect.access.allowed-hosts", "photos.example,localhost"));

    assertThat(config.allowedHosts().orElseThrow())
        .containsExactlyInAnyOrder("photos.example", "localhost");
  }

  @Test
  void refusesALimitThatLetsNobodyIn() {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    AccessConfig.class, Map.of("recollect.access.requests-per-minute", "0")))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("recollect.access.requests-per-minute");
  }
}
