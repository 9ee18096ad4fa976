package dev.recollect.kit.webhook;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.outbound.Outbound;
import dev.recollect.kit.outbound.OutboundException;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The endpoints of events. Every call blocks. */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@ApplicationScoped
class WebhookEndpoints {
  private static final int MOST = 10;

  /** First half of the advisory lock's key, the second is made of the event. */
  private static final int LOCK = 0x7765626b;

  private static final String COLUMNS = "endpoint_id, url, active, created_at";

  private final Database database;
  private final Outbound outbound;

  WebhookEndpoints(Database database, Outbound outbound) {
    this.database = database;
    this.outbound = outbound;
  }

  /** Makes an endpoint, unless the event has ten. */
  WebhookEndpoint create(long eventId, String url, WebhookSecret secret) {
    check(url);
    return database
        .transact(
            transaction -> {
              // Counted by one at a time: two would both find room for the tenth.
              Sql.of("select pg_advisory_xact_lock(?, ?)", LOCK, Long.hashCode(eventId))
                  .exists(transaction);
              return Sql.of(
                      "insert into webhook_endpoint (event_id, url, secret) select ?, ?, ?"
                          + " where (select count(*) from webhook_endpoint where event_id = ?) < ?"
                          + " returning "
                          + COLUMNS,
                      eventId,
                      url,
                      secret.bytes(),
                      eventId,
                      MOST)
                  .first(transaction, WebhookEndpoints::read);
            })
        .orElseThrow(
            () ->
                new RecollectException(
                    ErrorCode.CONFLICT, "An event has at most " + MOST + " webhook endpoints"));
  }

  List<WebhookEndpoint> list(long eventId) {
    return database.read(
        connection ->
            Sql.of(
                    "select "
                        + COLUMNS
                        + " from webhook_endpoint where event_id = ? order by created_at, endpoint_id",
                    eventId)
                .list(connection, WebhookEndpoints::read));
  }

  /** Changes what is given. */
  WebhookEndpoint change(
      long eventId, UUID endpointId, Optional<String> url, Optional<Boolean> active) {
    url.ifPresent(this::check);
    return database
        .read(
            connection ->
                Sql.of(
                        """
                        update webhook_endpoint
                           set url = coalesce(?::text, url), active = coalesce(?::boolean, active)
                         where event_id = ? and endpoint_id = ? returning
                        """
                            + COLUMNS,
                        url.orElse(null),
                        active.orElse(null),
                        eventId,
                        endpointId)
                    .first(connection, WebhookEndpoints::read))
        .orElseThrow(WebhookEndpoints::unknown);
  }

  /** Puts a secret in place of the present one, which goes on signing beside it for a day. */
  void changeSecret(long eventId, UUID endpointId, WebhookSecret secret) {
    int changed =
        database.read(
            connection ->
                Sql.of(
                        """
                        update webhook_endpoint
                           set previous_secret = secret, previous_until = now() + interval '1 day',
                               secret = ?
                         where event_id = ? and endpoint_id = ?
                        """,
                        secret.bytes(),
                        eventId,
                        endpointId)
                    .update(connection));
    if (changed == 0) {
      throw unknown();
    }
  }

  /** Removes an endpoint with its log. */
  void remove(long eventId, UUID endpointId) {
    int removed =
        database.read(
            connection ->
                Sql.of(
                        "delete from webhook_endpoint where event_id = ? and endpoint_id = ?",
                        eventId,
                        endpointId)
                    .update(connection));
    if (removed == 0) {
      throw unknown();
    }
  }

  /** The receiver wants no more. */
  void deactivate(long eventId, UUID endpointId) {
    change(eventId, endpointId, Optional.empty(), Optional.of(false));
  }

  /**
   * @throws RecollectException not found for an endpoint that the event does not have
   */
  void require(long eventId, UUID endpointId) {
    boolean known =
        database.read(
            connection ->
                Sql.of(
                        "select 1 from webhook_endpoint where event_id = ? and endpoint_id = ?",
                        eventId,
                        endpointId)
                    .exists(connection));
    if (!known) {
      throw unknown();
    }
  }

  static RecollectException unknown() {
    return RecollectException.notFound("Webhook endpoint not found");
  }

  private void check(String url) {
    try {
      outbound.check(url);
    } catch (OutboundException refused) {
      throw RecollectException.invalidField("url", refused.getMessage());
    }
  }

  private static WebhookEndpoint read(ResultSet row) throws SQLException {
    return new WebhookEndpoint(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getBoolean(3),
        row.getObject(4, OffsetDateTime.class).toInstant());
  }
}
