package dev.recollect.kit.webhook;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The deliveries of events: their schedule and their log. A delivery under way is a pending one
 * whose next attempt lies ahead, so that of a killed process is due again by itself. Every call
 * blocks. All times are the database's.
 */
@IfBuildProperty(name = "recollect.webhook.enabled", stringValue = "true")
@ApplicationScoped
class WebhookDeliveries {
  private static final String ENQUEUE =
      """
      insert into webhook_delivery (event_id, endpoint_id, type, payload, give_up_at)
      select event_id, endpoint_id, ?, ?, now() + make_interval(secs => ?)
        from webhook_endpoint where event_id = ? and active
      """;

  /** Those due longest, one of each event; only whoever counts the attempt has it. */
  private static final String CLAIM =
      """
      update webhook_delivery d
         set attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => ?)
        from webhook_endpoint e
       where (d.event_id, d.delivery_id) in (
               select event_id, delivery_id from (
                 select distinct on (w.event_id) w.event_id, w.delivery_id, w.next_attempt_at
                   from webhook_delivery w
                   join webhook_endpoint o
                     on o.event_id = w.event_id and o.endpoint_id = w.endpoint_id and o.active
                  where w.state = 'pending' and w.next_attempt_at <= now()
                    and w.event_id <> all(?::bigint[])
                  order by w.event_id, w.next_attempt_at) as first
                order by next_attempt_at limit ?)
         and d.state = 'pending' and d.next_attempt_at <= now()
         and e.event_id = d.event_id and e.endpoint_id = d.endpoint_id
      returning d.event_id, d.delivery_id, d.endpoint_id, d.attempts, e.url, e.secret,
                case when e.previous_until > now() then e.previous_secret end, d.payload
      """;

  private static final String DELIVERED =
      """
      update webhook_delivery
         set state = 'delivered', finished_at = now(), next_attempt_at = null,
             last_status = ?, last_error = null
       where event_id = ? and delivery_id = ? and state = 'pending' and attempts = ?
      """;

  private static final String FAILED =
      """
      update webhook_delivery
         set state = case when ? or now() >= give_up_at then 'failed' else state end,
             finished_at = case when ? or now() >= give_up_at then now() end,
             next_attempt_at = case when ? or now() >= give_up_at then null
                                    else least(now() + make_interval(secs => ?), give_up_at) end,
             last_status = ?::int, last_error = left(?, 1000)
       where event_id = ? and delivery_id = ? and state = 'pending' and attempts = ?
      """;

  /** None that is under way: the next attempt of those lies ahead. */
  private static final String GIVE_UP =
      """
      update webhook_delivery
         set state = 'failed', finished_at = now(), next_attempt_at = null,
             last_error = coalesce(last_error, 'the endpoint was not active')
       where (event_id, delivery_id) in (
               select d.event_id, d.delivery_id
                 from webhook_delivery d
                 join webhook_endpoint e
                   on e.event_id = d.event_id and e.endpoint_id = d.endpoint_id and not e.active
                where d.state = 'pending' and d.next_attempt_at <= now() and d.give_up_at <= now()
                limit ?)
         and state = 'pending' and next_attempt_at <= now()
      """;

  private static final String LOG =
      """
      select delivery_id, type, payload, state, attempts, next_attempt_at, last_status, last_error,
             created_at, finished_at
        from webhook_delivery
       where event_id = ? and endpoint_id = ? and state = coalesce(?::text, state)
       order by created_at desc, delivery_id limit ? offset ?
      """;

  private static final String COUNT =
      """
      select count(*) from webhook_delivery
       where event_id = ? and endpoint_id = ? and state = coalesce(?::text, state)
      """;

  private static final String REDELIVER =
      """
      update webhook_delivery
         set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null,
             give_up_at = now() + make_interval(secs => ?)
       where event_id = ? and endpoint_id = ? and delivery_id = ?
      """;

  private final Database database;
  private final WebhookConfig config;

  WebhookDeliveries(Database database, WebhookConfig config) {
    this.database = database;
    this.config = config;
  }

  /** Puts a payload in line for every active endpoint of an event. */
  void enqueue(Connection transaction, long eventId, String type, String payload)
      throws SQLException {
    Sql.of(ENQUEUE, type, payload, seconds(config.giveUpAfter()), eventId).update(transaction);
  }

  /**
   * Takes deliveries that are due, at most one of each event.
   *
   * @param except events that are not to be served now
   * @param lease how long nobody else takes them
   */
  List<DueDelivery> claim(int most, List<Long> except, Duration lease) {
    return database.read(
        connection ->
            Sql.of(CLAIM, seconds(lease), except, most)
                .list(connection, WebhookDeliveries::readDue));
  }

  void delivered(DueDelivery delivery, int status) {
    database.read(
        connection ->
            Sql.of(DELIVERED, status, delivery.eventId(), delivery.deliveryId(), delivery.attempt())
                .update(connection));
  }

  /**
   * Notes a failed attempt; the delivery ends when its time is up.
   *
   * @param status empty when there was no answer
   * @param atOnce true to end it without another attempt
   */
  void failed(
      DueDelivery delivery,
      Optional<Integer> status,
      String error,
      Duration pause,
      boolean atOnce) {
    database.read(
        connection ->
            Sql.of(
                    FAILED,
                    atOnce,
                    atOnce,
                    atOnce,
                    seconds(pause),
                    status.orElse(null),
                    error,
                    delivery.eventId(),
                    delivery.deliveryId(),
                    delivery.attempt())
                .update(connection));
  }

  /** A page of an endpoint's log, newest first. */
  List<WebhookDelivery> page(
      long eventId, UUID endpointId, Optional<String> state, PageRequest page) {
    return database.read(
        connection ->
            Sql.of(LOG, eventId, endpointId, state.orElse(null), page.size(), page.offset())
                .list(connection, WebhookDeliveries::read));
  }

  long count(long eventId, UUID endpointId, Optional<String> state) {
    return database.read(
        connection ->
            Sql.of(COUNT, eventId, endpointId, state.orElse(null))
                .first(connection, row -> row.getLong(1))
                .orElseThrow());
  }

  /** Puts a delivery in line again, whatever became of it, with all its attempts before it. */
  void redeliver(long eventId, UUID endpointId, UUID deliveryId) {
    int found =
        database.read(
            connection ->
                Sql.of(REDELIVER, seconds(config.giveUpAfter()), eventId, endpointId, deliveryId)
                    .update(connection));
    if (found == 0) {
      throw RecollectException.notFound("Webhook delivery not found");
    }
  }

  /**
   * Ends some of those whose time is up while nobody may send them, their endpoint being inactive;
   * how many.
   */
  int giveUpInactive(int most) {
    return database.read(connection -> Sql.of(GIVE_UP, most).update(connection));
  }

  /** Forgets some of those that ended before the retention; how many. */
  int removeOld(int most) {
    return database.read(
        connection ->
            Sql.of(
                    """
                    delete from webhook_delivery where (event_id, delivery_id) in (
                      select event_id, delivery_id from webhook_delivery
                       where state <> 'pending' and finished_at < now() - make_interval(secs => ?)
                       limit ?)
                    """,
                    seconds(config.retention()),
                    most)
                .update(connection));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static DueDelivery readDue(ResultSet row) throws SQLException {
    return new DueDelivery(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getObject(3, UUID.class),
        row.getInt(4),
        row.getString(5),
        Stream.of(row.getBytes(6), row.getBytes(7))
            .filter(secret -> secret != null)
            .map(WebhookSecret::new)
            .toList(),
        row.getString(8));
  }

  private static WebhookDelivery read(ResultSet row) throws SQLException {
    return new WebhookDelivery(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        instant(row, 6),
        row.getObject(7, Integer.class),
        row.getString(8),
        instant(row, 9),
        instant(row, 10));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
