package dev.recollect.kit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.ConfigReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConfigTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "recollect.storage.endpoint", "http://127.0.0.1:8133",
          "recollect.storage.access-key", "key",
          "recollect.storage.secret-key", "secret");

  @Test
  void needsAnEndpointAndCredentialsOnly() {
    StorageConfig config = ConfigReader.read(StorageConfig.class, LEAST);

    assertThat(config.endpoint()).isEqualTo(URI.create("http://127.0.0.1:8133"));
    assertThat(config.publicEndpoint()).isEmpty();
    assertThat(config.region()).isEqualTo("us-east-1");
    assertThat(config.accessKey()).isEqualTo("key");
    assertThat(config.secretKey()).isEqualTo("secret");
    assertThat(config.originalsBucket()).isEqualTo("recollect-originals");
    assertThat(config.renditionsBucket()).isEqualTo("recollect-renditions");
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.presignedFor()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recollect.storage.endpoint",
        "recollect.storage.access-key",
        "recollect.storage.secret-key"
      })
  void hasNoDefaultForWhatOnlyTheOperatorKnows(String property) {
    Map<String, String> lacking = new HashMap<>(LEAST);
    lacking.remove(property);

    assertThatThrownBy(() -> ConfigReader.read(StorageConfig.class, lacking))
        .hasMessageContaining(property);
  }

  @ParameterizedTest
  @CsvSource({
    "connect-timeout, 0s",
    "connect-timeout, PT-1S",
    "read-timeout, 0s",
    // The longest that signature version 4 allows is seven days.
    "presigned-for, 0s",
    "presigned-for, PT168H1S"
  })
  void refusesTimesThatCannotWork(String property, String value) {
    Map<String, String> wrong = new HashMap<>(LEAST);
    wrong.put("recollect.storage." + property, value);

    assertThatThrownBy(() -> ConfigReader.read(StorageConfig.class, wrong))
        .hasMessageContaining("recollect.storage." + property);
  }
}
