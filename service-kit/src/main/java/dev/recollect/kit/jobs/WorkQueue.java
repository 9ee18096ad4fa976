package dev.recollect.kit.jobs;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The lines of work in the {@code work_item} table: what is put in them and taken out, and where
 * something waits. An item is pending, done or dead; one that is being worked on is pending, too
 * ({@link WorkClaims}).
 */
@ApplicationScoped
public class WorkQueue {
  private static final String PUT_IN_LINE =
      """
      on conflict (queue, event_id, item_id) do update
        set state = 'pending', attempts = 0, next_attempt_at = now(), last_error = null, reason = null,
            finished_at = null
      """;
  private static final String ENQUEUE =
      "insert into work_item (queue, event_id, item_id) values (?, ?, ?) " + PUT_IN_LINE;

  /** Sorted, so that two such statements wait for each other instead of locking each other out. */
  private static final String ENQUEUE_ALL =
      """
      insert into work_item (queue, event_id, item_id)
      select ?, ?, item_id from (select distinct unnest(?::uuid[]) as item_id order by 1) as items
      """
          + PUT_IN_LINE;

  /** Hops from event to event along the index, however many items each of them has. */
  private static final String DUE =
      """
      with recursive waiting(event_id) as (
        (select event_id from work_item where queue = ? and state = 'pending' order by event_id limit 1)
        union all
        select (select w.event_id from work_item w
                 where w.queue = ? and w.state = 'pending' and w.event_id > waiting.event_id
                 order by w.event_id limit 1)
          from waiting where waiting.event_id is not null)
      select event_id from waiting
       where exists (select 1 from work_item w
                      where w.queue = ? and w.event_id = waiting.event_id and w.state = 'pending'
                        and w.next_attempt_at <= now())
       order by event_id
      """;

  private static final String REMOVE =
      "delete from work_item where queue = ? and event_id = ? and item_id = ?";
  private static final String PENDING =
      "select count(*) from work_item where queue = ? and state = 'pending'";
  private static final String REQUEUE =
      """
      update work_item
         set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null
       where queue = ? and event_id = ? and state = 'dead'
      """;
  private static final String REQUEUE_SOME = REQUEUE + "and item_id = any(?::uuid[])";

  /**
   * Puts an item in line, within the caller's transaction; one that is done or dead is put in line
   * again.
   */
  public void enqueue(Connection transaction, String queue, long eventId, UUID itemId)
      throws SQLException {
    Sql.of(ENQUEUE, queue, eventId, itemId).update(transaction);
  }

  /** As {@link #enqueue} for many items of an event, in one statement. */
  public void enqueueAll(
      Connection transaction, String queue, long eventId, Collection<UUID> itemIds)
      throws SQLException {
    Sql.of(ENQUEUE_ALL, queue, eventId, itemIds).update(transaction);
  }

  /**
   * Gives dead items a new life.
   *
   * @param itemId empty for every dead item of the event
   * @return how many
   */
  public int requeueDead(Connection connection, String queue, long eventId, Optional<UUID> itemId)
      throws SQLException {
    return itemId.isPresent()
        ? requeueDead(connection, queue, eventId, List.of(itemId.get()))
        : Sql.of(REQUEUE, queue, eventId).update(connection);
  }

  /** As {@link #requeueDead(Connection, String, long, Optional)} for some items of an event. */
  public int requeueDead(
      Connection connection, String queue, long eventId, Collection<UUID> itemIds)
      throws SQLException {
    return Sql.of(REQUEUE_SOME, queue, eventId, itemIds).update(connection);
  }

  /**
   * Takes an item away whose subject is gone, within the transaction of its work; it then counts
   * neither as done nor as dead.
   */
  public void remove(Connection transaction, WorkItem item) throws SQLException {
    Sql.of(REMOVE, item.queue(), item.eventId(), item.itemId()).update(transaction);
  }

  /** Events with work that could start now, by id. */
  List<Long> eventsWithDueWork(Connection connection, String queue) throws SQLException {
    return Sql.of(DUE, queue, queue, queue).list(connection, row -> row.getLong(1));
  }

  /** How many items wait, or are worked on, in all events. */
  long pending(Connection connection, String queue) throws SQLException {
    return Sql.of(PENDING, queue).first(connection, row -> row.getLong(1)).orElseThrow();
  }
}
