package dev.recollect.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexProgressTest {
  @Test
  void rateAndEtaComeFromTheLastMinute() {
    assertThat(IndexProgress.of(40, 60, 2, 30, 20))
        .isEqualTo(new IndexProgress(102, 40, 60, 2, 1.5, 40.0));
  }

  @Test
  void theEtaIsUnknownWhileNothingMoves() {
    assertThat(IndexProgress.of(0, 5, 0, 0, 0)).isEqualTo(new IndexProgress(5, 0, 5, 0, 0, null));
  }

  @Test
  void theEtaIsZeroWhenNothingWaits() {
    assertThat(IndexProgress.of(5, 0, 0, 0, 0)).isEqualTo(new IndexProgress(5, 5, 0, 0, 0, 0.0));
  }
}
