package dev.recollect.kit.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyHashTest {

  @Test
  void isTheSha256OfTheUtf8BytesInLowerCaseHex() {
    // The first is a test vector of FIPS 180.
    assertThat(KeyHash.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(KeyHash.of("schlüssel"))
        .isEqualTo("ccec7a8e3e039f0b6b308a81f438e1d07a59c8c896b4f237d10c3eecb8375ef7");
  }
}
