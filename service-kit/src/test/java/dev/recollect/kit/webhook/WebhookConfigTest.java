package dev.recollect.kit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookConfigTest {

  @Test
  void aServiceHasNoWebhooksUnlessItIsBuiltWithThem() {
    WebhookConfig config = ConfigReader.read(WebhookConfig.class, Map.of());

    assertThat(config.enabled()).isFalse();
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.giveUpAfter()).isEqualTo(Duration.ofHours(24));
    assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
  }

  @ParameterizedTest
  @CsvSource({"timeout, 0s", "timeout, 61s", "give-up-after, 59s", "retention, 59m"})
  void refusesTimesThatCannotWork(String property, String value) {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    WebhookConfig.class, Map.of("recollect.webhook." + property, value)))
        .hasMessageContaining("recollect.webhook." + property);
  }
}
