package dev.recollect.kit.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundConfigTest {

  @Test
  void callsTheWebOnlyUnlessToldOtherwise() {
    OutboundConfig config = ConfigReader.read(OutboundConfig.class, Map.of());

    assertThat(config.allowedHosts()).isEmpty();
    assertThat(config.ports()).containsExactlyInAnyOrder(80, 443, 8080, 8443);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.maxRedirects()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "ports, 0",
    "ports, '80,65536'",
    "connect-timeout, 0s",
    "idle-timeout, PT-1S",
    "max-redirects, -1",
    "max-redirects, 21"
  })
  void refusesWhatCannotWork(String property, String value) {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    OutboundConfig.class, Map.of("recollect.outbound." + property, value)))
        .hasMessageContaining("recollect.outbound." + property);
  }
}
