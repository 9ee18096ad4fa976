package dev.recollect.kit.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys are 256 bits of randomness, so a plain SHA-256 is enough to store and compare them by; a
 * slow password hash would only slow every request.
 */
public final class KeyHash {
  private KeyHash() {}

  /** Lower-case hex SHA-256 of the key's UTF-8 bytes. */
  public static String of(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
