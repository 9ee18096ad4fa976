package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void chunksFollowOnEachOtherAndTheLastReachesPastTheEnd() {
    List<Chunk> chunks = Chunk.of(Duration.ofSeconds(170), MINUTE);
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(0)).isEqualTo(new Chunk(0, Duration.ZERO, MINUTE));
    assertThat(chunks.get(1)).isEqualTo(new Chunk(1, MINUTE, MINUTE.multipliedBy(2)));
    assertThat(chunks.get(2).start()).isEqualTo(MINUTE.multipliedBy(2));
    assertThat(chunks.get(2).end()).isGreaterThan(Duration.ofHours(1));
  }

  @Test
  void aShortRestBelongsToTheChunkBeforeIt() {
    assertThat(Chunk.of(Duration.ofSeconds(149), MINUTE)).hasSize(2);
    assertThat(Chunk.of(Duration.ofSeconds(150), MINUTE)).hasSize(3);
    assertThat(Chunk.of(Duration.ofSeconds(1), MINUTE)).hasSize(1);
  }

  @Test
  void settingsThatSampleNothingAreRefused() {
    assertThatThrownBy(() -> new SamplingSettings(0, 0.3, 960))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SamplingSettings(2, 0, 960))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SamplingSettings(2, 0.3, 32))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
