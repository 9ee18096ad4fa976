package dev.recollect.kit.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recollect.kit.sql.Sql;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tells the endpoints of an event what happened. A service that has webhooks sets {@code
 * recollect.webhook.enabled=true} and {@code recollect.jobs.enabled=true} at build time and has
 * {@code db/webhook} among its migrations.
 */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@ApplicationScoped
public class Webhooks {
  private final WebhookDeliveries deliveries;
  private final ObjectMapper json;

  Webhooks(WebhookDeliveries deliveries, ObjectMapper json) {
    this.deliveries = deliveries;
    this.json = json;
  }

  /**
   * Puts a message in line within the caller's transaction: it is sent, at least once, exactly if
   * what it tells of is committed. Its body is {@code type}, {@code timestamp} and the fields of
   * {@code fields}.
   *
   * @param type what happened, parts divided by full stops, such as {@code clip_search.completed}
   * @param fields an object of JSON; no secrets, no personal data beyond ids
   */
  public void enqueue(Connection transaction, long eventId, String type, Object fields)
      throws SQLException {
    ObjectNode body = json.createObjectNode();
    body.put("type", type);
    body.put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    body.setAll(json.<ObjectNode>valueToTree(fields));
    try {
      deliveries.enqueue(transaction, eventId, type, json.writeValueAsString(body));
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(type + " cannot be written as JSON", unwritable);
    }
  }

  /** Forgets the endpoints of an event with their logs. */
  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from webhook_endpoint where event_id = ?", eventId).update(transaction);
  }
}
