package dev.recollect.photos.keys;

import dev.recollect.kit.access.KeyHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A new key in clear; it exists only while the answer that shows it is written.
 *
 * @param text 256 random bits, URL-safe
 */
record KeySecret(String text) {
  private static final int BYTES = 32;
  private static final int SHOWN_CHARACTERS = 5;

  static KeySecret next() {
    byte[] bits = new byte[BYTES];
    // Made per key: a generator in a static field would be seeded when a native image is built.
    new SecureRandom().nextBytes(bits);
    return new KeySecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  byte[] sha256() {
    return HexFormat.of().parseHex(KeyHash.of(text));
  }

  String start() {
    return text.substring(0, SHOWN_CHARACTERS);
  }

  @Override
  public String toString() {
    return "KeySecret";
  }
}
