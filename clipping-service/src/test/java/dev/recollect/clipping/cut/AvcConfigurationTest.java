package dev.recollect.clipping.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvcConfigurationTest {
  // Sets number 0 (bit 1), 1 (bits 010) and 5 (bits 00110), as x264 writes their first bytes.
  private static final String ZERO = "0164001effe1 0006 67640000 88aa 01 0003 68eeaa fdf8f800";
  private static final String ONE = "0164002dffe1 0006 67640000 48aa 01 0003 684aaa fdf8f800";
  private static final String FIVE = "0164001effe1 0006 67640000 31aa 01 0003 6832aa fdf8f800";

  private static AvcConfiguration record(String hex) {
    return AvcConfiguration.parse(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void writesWhatItRead() {
    assertThat(HexFormat.of().formatHex(record(ZERO).bytes())).isEqualTo(ZERO.replace(" ", ""));
  }

  @Test
  void readsTheNumbersOfParameterSets() {
    assertThat(record(ZERO).numbers()).containsExactly(0);
    assertThat(record(ONE).numbers()).containsExactly(1);
    assertThat(record(FIVE).numbers()).containsExactly(5);
    assertThat(record(ZERO).lengthSize()).isEqualTo(4);
  }

  @Test
  void mergesSetsAndTakesTheHighestLevel() {
    AvcConfiguration merged = AvcConfiguration.merge(List.of(record(ZERO), record(ONE)));
    assertThat(HexFormat.of().formatHex(merged.bytes()))
        .isEqualTo(
            "0164002dffe2 0006 6764000088aa 0006 6764000048aa 02 0003 68eeaa 0003 684aaa fdf8f800"
                .replace(" ", ""));
    assertThat(merged.numbers()).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void refusesTwoSetsOfOneNumber() {
    assertThatThrownBy(() -> AvcConfiguration.merge(List.of(record(ONE), record(ONE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two parameter sets have number 1");
  }

  @Test
  void refusesARecordThatEndsEarly() {
    assertThatThrownBy(() -> record("0164001effe1 0006 6764"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> record("0164001effe0 00"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
