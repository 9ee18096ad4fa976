package dev.recollect.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcConfigTest {
  private static final String SECRET = "recollect.grpc.shared-secret";
  private static final String DEADLINE = "recollect.grpc.deadline";
  private static final String LONG_ENOUGH = "s".repeat(32);

  @Test
  void waitsFiveSecondsByDefault() {
    GrpcConfig config = ConfigReader.read(GrpcConfig.class, Map.of(SECRET, LONG_ENOUGH));

    assertThat(config.sharedSecret()).contains(LONG_ENOUGH);
    assertThat(config.clientCertificates()).isFalse();
    assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void thereIsNoDefaultSecret() {
    assertThat(ConfigReader.read(GrpcConfig.class, Map.of()).sharedSecret()).isEmpty();
  }

  @Test
  void aShortSecretIsRefusedAndNotShown() {
    assertThatThrownBy(
            () -> ConfigReader.read(GrpcConfig.class, Map.of(SECRET, "hunter2".repeat(4))))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining(SECRET)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "PT-1S", "soon", "2h"})
  void aDeadlineThatIsNoneIsRefused(String deadline) {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    GrpcConfig.class, Map.of(SECRET, LONG_ENOUGH, DEADLINE, deadline)))
        .hasMessageContaining(DEADLINE);
  }
}
