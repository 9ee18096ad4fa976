package dev.recollect.kit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a receiver and the service share, and how deliveries are signed with it. Never logged. */
final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  private final byte[] bytes;

  WebhookSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static WebhookSecret generate() {
    byte[] bytes = new byte[BYTES];
    // Not a constant: a native image would carry its seed.
    new SecureRandom().nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** As receivers get to see it, once. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The signature by the scheme {@code v1} of Standard Webhooks: HMAC-SHA256 over id, timestamp and
   * body, joined by full stops.
   *
   * @param timestamp seconds since the epoch
   * @param body as it is sent, byte for byte
   */
  String sign(String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", impossible);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
