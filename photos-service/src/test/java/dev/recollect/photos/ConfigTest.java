package dev.recollect.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.photos.access.BootstrapConfig;
import dev.recollect.photos.gallery.PublicConfig;
import dev.recollect.photos.ingest.IngestConfig;
import dev.recollect.photos.scratch.ScratchConfig;
import dev.recollect.photos.upkeep.UpkeepConfig;
import dev.recollect.photos.videos.FfmpegConfig;
import dev.recollect.photos.videos.VideosConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

  @Test
  void everySettingHasADefault() {
    IngestConfig ingest = read(IngestConfig.class, Map.of());
    assertThat(ingest.maxBytes()).isEqualTo(64L << 20);
    assertThat(ingest.maxPixels()).isEqualTo(120_000_000);
    assertThat(ingest.maxDecodedBytes()).isEqualTo(256L << 20);
    assertThat(ingest.filesAtOnce()).isEqualTo(4);
    VideosConfig videos = read(VideosConfig.class, Map.of());
    assertThat(videos.maxBytes()).isEqualTo(8L << 30);
    assertThat(videos.maxDuration()).isEqualTo(Duration.ofHours(6));
    assertThat(videos.partBytes()).isEqualTo(16L << 20);
    assertThat(videos.fetchTime()).isEqualTo(Duration.ofHours(1));
    assertThat(videos.probeTime()).isEqualTo(Duration.ofHours(1));
    FfmpegConfig ffmpeg = read(FfmpegConfig.class, Map.of());
    assertThat(ffmpeg.folder()).isEmpty();
    assertThat(ffmpeg.unpacked()).isEqualTo(Path.of(".recollect/ffmpeg"));
    assertThat(ffmpeg.maxMemoryBytes()).isEqualTo(4L << 30);
    UpkeepConfig upkeep = read(UpkeepConfig.class, Map.of());
    assertThat(upkeep.orphanPause()).isEqualTo(Duration.ofHours(6));
    assertThat(upkeep.orphanAge()).isEqualTo(Duration.ofDays(1));
    assertThat(upkeep.checksumPause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(upkeep.checksumsPerRound()).isEqualTo(20);
    assertThat(upkeep.checksumAge()).isEqualTo(Duration.ofDays(30));
    assertThat(upkeep.retentionPause()).isEqualTo(Duration.ofHours(1));
    assertThat(upkeep.compactionPause()).isEqualTo(Duration.ofHours(1));
    assertThat(read(PublicConfig.class, Map.of()).base())
        .isEqualTo(URI.create("http://127.0.0.1:8080"));
    assertThat(read(BootstrapConfig.class, Map.of()).bootstrapKey()).isEmpty();
    assertThat(read(ScratchConfig.class, Map.of("java.io.tmpdir", "/t")).dir())
        .isEqualTo(Path.of("/t/recollect-photos-8101"));
  }

  @ParameterizedTest
  @CsvSource({
    "max-bytes, 0",
    "max-pixels, 0",
    "max-decoded-bytes, 0",
    "files-at-once, 0",
    "files-at-once, 65"
  })
  void ingestRefusesLimitsThatLetNothingThrough(String property, String value) {
    assertThatThrownBy(
            () -> read(IngestConfig.class, Map.of("recollect.ingest." + property, value)))
        .hasMessageContaining("recollect.ingest." + property);
  }

  @ParameterizedTest
  @CsvSource({
    "max-bytes, 0",
    "max-duration, 0s",
    "part-bytes, 5242879",
    "part-bytes, 1073741825",
    "fetch-time, 0s",
    "probe-time, 9s"
  })
  void videosRefusesLimitsThatLetNothingThrough(String property, String value) {
    assertThatThrownBy(
            () -> read(VideosConfig.class, Map.of("recollect.videos." + property, value)))
        .hasMessageContaining("recollect.videos." + property);
  }

  @Test
  void ffmpegIsNotStarvedOfMemory() {
    String property = "recollect.ffmpeg.max-memory-bytes";
    assertThatThrownBy(() -> read(FfmpegConfig.class, Map.of(property, "268435455")))
        .hasMessageContaining(property);
  }

  @ParameterizedTest
  @CsvSource({
    "checksums-per-round, 0",
    "checksum-pause, 0s",
    "orphan-pause, 0s",
    "orphan-age, -1s",
    "retention-pause, 0s",
    "compaction-pause, 0s"
  })
  void upkeepRefusesSettingsThatWouldStopOrSpin(String property, String value) {
    assertThatThrownBy(
            () -> read(UpkeepConfig.class, Map.of("recollect.upkeep." + property, value)))
        .hasMessageContaining("recollect.upkeep." + property);
  }

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
}
