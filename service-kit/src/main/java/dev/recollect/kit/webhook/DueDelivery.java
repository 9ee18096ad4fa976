package dev.recollect.kit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A delivery that is to be sent now.
 *
 * @param attempt 1 for the first
 * @param secrets to sign with; two while one takes over from the other
 */
record DueDelivery(
    long eventId,
    UUID deliveryId,
    UUID endpointId,
    int attempt,
    String url,
    List<WebhookSecret> secrets,
    String payload) {

  byte[] body() {
    return payload.getBytes(UTF_8);
  }

  /**
   * The headers of Standard Webhooks, and the content type.
   *
   * @param timestamp of this attempt, seconds since the epoch
   */
  Map<String, String> headers(long timestamp) {
    String id = deliveryId.toString();
    byte[] body = body();
    return Map.of(
        "Content-Type",
        "application/json",
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(timestamp),
        "webhook-signature",
        secrets.stream()
            .map(secret -> secret.sign(id, timestamp, body))
            .collect(Collectors.joining(" ")));
  }

  /** Without the address, which may carry a secret of the receiver's. */
  @Override
  public String toString() {
    return "DueDelivery[" + deliveryId + "]";
  }
}
