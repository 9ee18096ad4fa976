package dev.recollect.clipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.clipping.analysis.AnalysisConfig;
import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.clipping.ffmpeg.FfmpegConfig;
import dev.recollect.clipping.inference.BibConfig;
import dev.recollect.clipping.inference.InferenceConfig;
import dev.recollect.clipping.inference.ModelsConfig;
import dev.recollect.clipping.search.PublicUrlConfig;
import dev.recollect.clipping.search.SelfieConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults and refused values of the service's settings. */
class ClippingConfigTest {
  private static final Map<String, Class<?>> MAPPINGS =
      Map.of(
          "recollect.video-bibs", BibConfig.class,
          "recollect.analysis", AnalysisConfig.class,
          "recollect.clips", ClipsConfig.class,
          "recollect.ffmpeg", FfmpegConfig.class,
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
  void everythingHasADefault() {
    AnalysisConfig analysis = read(AnalysisConfig.class, Map.of());
    assertThat(analysis.picturesPerSecond()).isEqualTo(2);
    assertThat(analysis.shotScore()).isEqualTo(.3);
    assertThat(analysis.longSide()).isEqualTo(960);
    assertThat(analysis.chunk()).isEqualTo(Duration.ofMinutes(1));
    assertThat(analysis.chunkLimit()).isEqualTo(Duration.ofMinutes(15));
    BibConfig bibs = read(BibConfig.class, Map.of());
    assertThat(bibs.enabled()).isTrue();
    assertThat(bibs.every()).isEqualTo(Duration.ofSeconds(1));
    assertThat(bibs.leastHeight()).isEqualTo(20);
    ClipsConfig clips = read(ClipsConfig.class, Map.of());
    assertThat(clips.bucket()).isEqualTo("recollect-clips");
    assertThat(clips.workFolder()).isEmpty();
    assertThat(clips.encoderThreads()).isEqualTo(2);
    assertThat(clips.backlog()).isEqualTo(1000);
    assertThat(clips.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(clips.patience()).isEqualTo(Duration.ofMinutes(10));
    SelfieConfig selfie = read(SelfieConfig.class, Map.of());
    assertThat(selfie.maxBytes()).isEqualTo(15 << 20);
    assertThat(read(InferenceConfig.class, Map.of()).patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read(PublicUrlConfig.class, Map.of()).base())
        .isEqualTo(URI.create("http://127.0.0.1:8080"));
    FfmpegConfig ffmpeg = read(FfmpegConfig.class, Map.of());
    assertThat(ffmpeg.folder()).isEmpty();
    assertThat(ffmpeg.unpacked()).isEqualTo(Path.of(".recollect/ffmpeg"));
    assertThat(ffmpeg.time()).isEqualTo(Duration.ofMinutes(30));
    assertThat(ffmpeg.memoryBytes()).isEqualTo(4L << 30);
    assertThat(ffmpeg.outputBytes()).isEqualTo(4L << 30);
    assertThat(ffmpeg.maxProcesses()).isEqualTo(4);
    InferenceConfig inference = read(InferenceConfig.class, Map.of());
    assertThat(inference.threads()).isEmpty();
    assertThat(inference.queue()).isEqualTo(64);
    ModelsConfig models = read(ModelsConfig.class, Map.of());
    assertThat(models.dir()).isEqualTo(Path.of(".recollect/models"));
    assertThat(models.face()).isEmpty();
    assertThat(models.nextFace()).isEmpty();
    assertThat(models.retireAfter()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void anOwnFaceModelNeedsPathHashAndThreshold() {
    assertThat(
            read(
                    ModelsConfig.class,
                    Map.of(
                        "recollect.models.next-face.path", "/models/arc.onnx",
                        "recollect.models.next-face.sha256", "a".repeat(64),
                        "recollect.models.next-face.threshold", "0.4"))
                .nextFace())
        .isPresent();
    assertThatThrownBy(
            () -> read(ModelsConfig.class, Map.of("recollect.models.face.path", "/m.onnx")))
        .hasMessageContaining("recollect.models.face.sha256");
  }

  @ParameterizedTest
  @CsvSource({
    "recollect.analysis, pictures-per-second, 0",
    "recollect.analysis, shot-score, 0",
    "recollect.analysis, long-side, 32",
    "recollect.analysis, chunk, 500ms",
    "recollect.analysis, chunk-limit, 0s",
    "recollect.video-bibs, every, 0s",
    "recollect.video-bibs, least-height, 7",
    "recollect.clips, bucket, ' '",
    "recollect.clips, encoder-threads, 0",
    "recollect.clips, backlog, 0",
    "recollect.clips, retry-after, 0s",
    "recollect.selfie, max-bytes, 0",
    "recollect.ffmpeg, time, 0s",
    "recollect.ffmpeg, memory-bytes, 1000",
    "recollect.ffmpeg, output-bytes, 0",
    "recollect.ffmpeg, max-processes, 0",
    "recollect.models, retire-after, 23h",
    "recollect.inference, queue, 0",
    "recollect.inference, patience, 0s"
  })
  void whatCannotWorkIsRefused(String prefix, String property, String value) {
    assertThatThrownBy(() -> read(MAPPINGS.get(prefix), Map.of(prefix + "." + property, value)))
        .hasMessageContaining(prefix + "." + property);
  }
}
