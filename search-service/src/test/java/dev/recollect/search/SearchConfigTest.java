package dev.recollect.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.search.bib.BibConfig;
import dev.recollect.search.face.FaceIndexConfig;
import dev.recollect.search.gallery.PublicUrlConfig;
import dev.recollect.search.inference.InferenceConfig;
import dev.recollect.search.inference.ModelsConfig;
import dev.recollect.search.selfie.SelfieConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults and refused values of every setting of the service. */
class SearchConfigTest {
  private static final Map<String, Class<?>> MAPPINGS =
      Map.of(
          "recollect.bibs", BibConfig.class,
          "recollect.face-index", FaceIndexConfig.class,
          "recollect.inference", InferenceConfig.class,
          "recollect.models", ModelsConfig.class,
          "recollect.selfie", SelfieConfig.class);

  private static <T> T read(Class<T> mapping, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withValidator(new BeanValidationConfigValidatorImpl())
        .withMapping(mapping)
        .withDefaultValues(properties)
        .build()
        .getConfigMapping(mapping);
  }

  @Test
  void everythingButThePublicUrlHasADefault() {
    BibConfig bibs = read(BibConfig.class, Map.of());
    assertThat(bibs.keptFrom()).isEqualTo(.5);
    assertThat(bibs.propagationPercent()).isEqualTo(95);
    assertThat(read(FaceIndexConfig.class, Map.of()).parallelWorkers()).isZero();
    InferenceConfig inference = read(InferenceConfig.class, Map.of());
    assertThat(inference.threads()).isEmpty();
    assertThat(inference.queue()).isEqualTo(64);
    assertThat(inference.patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(inference.maxOriginalBytes()).isEqualTo(64 << 20);
    assertThat(inference.originalsInMemory()).isEqualTo(64 << 20);
    ModelsConfig models = read(ModelsConfig.class, Map.of());
    assertThat(models.dir()).isEqualTo(Path.of(".recollect/models"));
    assertThat(models.face()).isEmpty();
    assertThat(models.nextFace()).isEmpty();
    assertThat(models.retireAfter()).isEqualTo(Duration.ofDays(7));
    SelfieConfig selfie = read(SelfieConfig.class, Map.of());
    assertThat(selfie.maxBytes()).isEqualTo(15 << 20);
    assertThat(selfie.retention()).isEqualTo(Duration.ofDays(30));
    assertThat(selfie.claim()).isEqualTo(Duration.ofSeconds(45));
    assertThat(selfie.patience()).isEqualTo(Duration.ofSeconds(20));
    assertThat(read(PublicUrlConfig.class, Map.of()).base())
        .isEqualTo(URI.create("http://127.0.0.1:8080"));
  }

  @Test
  void anOwnFaceModelNeedsPathHashAndThreshold() {
    ModelsConfig models =
        read(
            ModelsConfig.class,
            Map.of(
                "recollect.models.next-face.path", "/models/arc.onnx",
                "recollect.models.next-face.sha256", "a".repeat(64),
                "recollect.models.next-face.threshold", "0.4"));
    assertThat(models.face()).isEmpty();
    assertThat(models.nextFace()).isPresent();
    assertThatThrownBy(
            () -> read(ModelsConfig.class, Map.of("recollect.models.face.path", "/m.onnx")))
        .hasMessageContaining("recollect.models.face.sha256");
  }

  @ParameterizedTest
  @CsvSource({
    "recollect.bibs, kept-from, 1.1",
    "recollect.bibs, propagation-percent, -1",
    "recollect.face-index, parallel-workers, 17",
    "recollect.inference, queue, 0",
    "recollect.inference, patience, 0s",
    "recollect.inference, max-original-bytes, 0",
    "recollect.inference, originals-in-memory, 0",
    "recollect.models, retire-after, 23h",
    "recollect.selfie, max-bytes, 0",
    "recollect.selfie, max-bytes, 60000001",
    "recollect.selfie, retention, 0s",
    "recollect.selfie, claim, 0s",
    "recollect.selfie, claim, 20s",
    "recollect.selfie, patience, 0s"
  })
  void whatCannotWorkIsRefused(String prefix, String property, String value) {
    assertThatThrownBy(() -> read(MAPPINGS.get(prefix), Map.of(prefix + "." + property, value)))
        .hasMessageContaining(prefix + "." + property);
  }
}
