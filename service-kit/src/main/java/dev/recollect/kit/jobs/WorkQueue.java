package dev.recollect.kit.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The {@code work_item} table. An item is pending, done or dead; an item being worked on is a
 * pending one whose row is locked, so a killed worker gives it back without anybody noticing its
 * death. Each claim moves {@code next_attempt_at} ahead before work starts, so an item that kills
 * its worker is retried later and later, and in the end set aside. The pause after a failure counts
 * from the failure, however long the work took.
 */
@ApplicationScoped
public class WorkQueue {
  private static final String PUT_IN_LINE =
      """
      on conflict (queue, event_id, item_id) do update
        set state = 'pending', attempts = 0, next_attempt_at = now(), last_error = null,
            finished_at = null
      """;
  private static final String ENQUEUE =
      "insert into work_item (queue, event_id, item_id) values (?, ?, ?) " + PUT_IN_LINE;

  /** Sorted, so that two such statements wait for each other instead of locking each other out. */
  private static final String ENQUEUE_ALL =
      """
      insert into work_item (queue, event_id, item_id)
      select ?, ?, item_id from (select distinct unnest(?) as item_id order by 1) as items
      """
          + PUT_IN_LINE;

  private static final String CLAIM =
      """
      update work_item w
         set attempts = w.attempts + 1,
             next_attempt_at = now() + make_interval(secs => ? * power(2, least(w.attempts, 10)))
       where (w.queue, w.event_id, w.item_id) = (
               select queue, event_id, item_id from work_item
                where queue = ? and event_id = ? and state = 'pending' and next_attempt_at <= now()
                order by next_attempt_at, item_id
                limit 1 for update skip locked)
      returning w.item_id, w.attempts
      """;
  private static final String LOCK =
      """
      select 1 from work_item
       where queue = ? and event_id = ? and item_id = ? and state = 'pending' and attempts = ?
         for update
      """;

  /** Far above the moment for which another claim touches a row that it then passes over. */
  private static final String BRIEFLY = "set local lock_timeout = '2s'";

  private static final String AS_LONG_AS_IT_TAKES = "set local lock_timeout = default";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String FINISH =
      """
      update work_item
         set state = 'done', finished_at = now(), last_error = null
       where queue = ? and event_id = ? and item_id = ?
      """;
  private static final String FAIL =
      """
      update work_item
         set state = case when ? then 'dead' else state end,
             finished_at = case when ? then now() end,
             next_attempt_at =
               greatest(next_attempt_at,
                        now() + make_interval(secs => ? * power(2, least(attempts - 1, 10)))),
             last_error = left(?, 1000)
       where queue = ? and event_id = ? and item_id = ? and state = 'pending' and attempts = ?
      """;

  private static final String POSTPONE =
      """
      update work_item
         set attempts = attempts - 1, last_error = left(?, 1000)
       where queue = ? and event_id = ? and item_id = ? and state = 'pending' and attempts = ?
      """;

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

  private static final String COUNT =
      """
      select count(*) filter (where state = 'pending'), count(*) filter (where state = 'done'),
             count(*) filter (where state = 'dead')
        from work_item where queue = ? and event_id = ?
      """;
  private static final String REMOVE =
      "delete from work_item where queue = ? and event_id = ? and item_id = ?";
  private static final String PENDING =
      "select count(*) from work_item where queue = ? and state = 'pending'";
  private static final String REQUEUE =
      """
      update work_item
         set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null
       where queue = ? and event_id = ? and state = 'dead' and (?::uuid is null or item_id = ?::uuid)
      """;

  /**
   * Puts an item in line, within the caller's transaction; one that is done or dead is put in line
   * again.
   */
  public void enqueue(Connection transaction, String queue, long eventId, UUID itemId)
      throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(ENQUEUE)) {
      insert.setString(1, queue);
      insert.setLong(2, eventId);
      insert.setObject(3, itemId);
      insert.executeUpdate();
    }
  }

  /** As {@link #enqueue} for many items of an event, in one statement. */
  public void enqueueAll(
      Connection transaction, String queue, long eventId, Collection<UUID> itemIds)
      throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(ENQUEUE_ALL)) {
      insert.setString(1, queue);
      insert.setLong(2, eventId);
      insert.setArray(3, transaction.createArrayOf("uuid", itemIds.toArray()));
      insert.executeUpdate();
    }
  }

  /** Counts of one event. */
  public WorkCounts count(Connection connection, String queue, long eventId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setString(1, queue);
      select.setLong(2, eventId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new WorkCounts(row.getLong(1), row.getLong(2), row.getLong(3));
      }
    }
  }

  /**
   * Gives dead items a new life.
   *
   * @param itemId empty for every dead item of the event
   * @return how many
   */
  public int requeueDead(Connection connection, String queue, long eventId, Optional<UUID> itemId)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REQUEUE)) {
      update.setString(1, queue);
      update.setLong(2, eventId);
      update.setObject(3, itemId.orElse(null), java.sql.Types.OTHER);
      update.setObject(4, itemId.orElse(null), java.sql.Types.OTHER);
      return update.executeUpdate();
    }
  }

  /** Events with work that could start now, by id. */
  List<Long> eventsWithDueWork(Connection connection, String queue) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DUE)) {
      select.setString(1, queue);
      select.setString(2, queue);
      select.setString(3, queue);
      try (ResultSet rows = select.executeQuery()) {
        List<Long> events = new ArrayList<>();
        while (rows.next()) {
          events.add(rows.getLong(1));
        }
        return events;
      }
    }
  }

  /** Takes the next item of an event: counts the attempt and puts off the one after it. */
  Optional<WorkItem> claim(Connection connection, String queue, long eventId, double backOffSeconds)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
      update.setDouble(1, backOffSeconds);
      update.setString(2, queue);
      update.setLong(3, eventId);
      try (ResultSet row = update.executeQuery()) {
        return row.next()
            ? Optional.of(new WorkItem(queue, eventId, row.getObject(1, UUID.class), row.getInt(2)))
            : Optional.empty();
      }
    }
  }

  /**
   * Locks a claimed item until the transaction ends; false when somebody else has it by now. Waits
   * a moment for whoever holds the row: another claim that saw the item as it was before this one
   * locks it, too, before it finds that it is taken.
   */
  boolean lock(Connection transaction, WorkItem item) throws SQLException {
    try (Statement settings = transaction.createStatement();
        PreparedStatement select = transaction.prepareStatement(LOCK)) {
      settings.execute(BRIEFLY);
      setItem(select, 1, item);
      select.setInt(4, item.attempt());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
      }
      settings.execute(AS_LONG_AS_IT_TAKES);
      return true;
    } catch (SQLException failure) {
      if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
        transaction.rollback();
        return false;
      }
      throw failure;
    }
  }

  /**
   * Takes an item away whose subject is gone, within the transaction of its work; it then counts
   * neither as done nor as dead.
   */
  public void remove(Connection transaction, WorkItem item) throws SQLException {
    try (PreparedStatement delete = transaction.prepareStatement(REMOVE)) {
      setItem(delete, 1, item);
      delete.executeUpdate();
    }
  }

  /** How many items wait, or are worked on, in all events. */
  long pending(Connection connection, String queue) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PENDING)) {
      select.setString(1, queue);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  void finish(Connection transaction, WorkItem item) throws SQLException {
    try (PreparedStatement update = transaction.prepareStatement(FINISH)) {
      setItem(update, 1, item);
      update.executeUpdate();
    }
  }

  /**
   * Notes a failed attempt, unless somebody else has the item by now.
   *
   * @param backOffSeconds the pause after a first failure; it doubles with every further one
   * @param dead true to set the item aside instead of trying it again
   */
  void fail(
      Connection connection, WorkItem item, String reason, double backOffSeconds, boolean dead)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(FAIL)) {
      update.setBoolean(1, dead);
      update.setBoolean(2, dead);
      update.setDouble(3, backOffSeconds);
      update.setString(4, reason);
      setItem(update, 5, item);
      update.setInt(8, item.attempt());
      update.executeUpdate();
    }
  }

  /**
   * Takes back that an attempt was made, unless somebody else has the item by now; it is due when
   * the claim said.
   */
  void postpone(Connection connection, WorkItem item, String reason) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(POSTPONE)) {
      update.setString(1, reason);
      setItem(update, 2, item);
      update.setInt(5, item.attempt());
      update.executeUpdate();
    }
  }

  private static void setItem(PreparedStatement statement, int at, WorkItem item)
      throws SQLException {
    statement.setString(at, item.queue());
    statement.setLong(at + 1, item.eventId());
    statement.setObject(at + 2, item.itemId());
  }
}
