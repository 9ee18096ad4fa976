package dev.recollect.kit.jobs;

import dev.recollect.kit.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * How a worker takes an item of the {@code work_item} table, and how its attempt ends. An item
 * being worked on is a pending one whose row is locked, so a killed worker gives it back without
 * anybody noticing its death. Each claim moves {@code next_attempt_at} ahead before work starts, so
 * an item that kills its worker is retried later and later, and in the end set aside. The pause
 * after a failure counts from the failure, however long the work took.
 */
class WorkClaims {
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
         set state = 'done', finished_at = now(), last_error = null, reason = null
       where queue = ? and event_id = ? and item_id = ? and attempts = ?
      """;
  private static final String FAIL =
      """
      update work_item
         set state = case when ? then 'dead' else state end,
             finished_at = case when ? then now() end,
             next_attempt_at =
               greatest(next_attempt_at,
                        now() + make_interval(secs => ? * power(2, least(attempts - 1, 10)))),
             last_error = left(?, 1000), reason = left(?, 1000)
       where queue = ? and event_id = ? and item_id = ? and state = 'pending' and attempts = ?
      """;

  private static final String POSTPONE =
      """
      update work_item
         set attempts = attempts - 1, last_error = left(?, 1000), reason = left(?, 1000)
       where queue = ? and event_id = ? and item_id = ? and state = 'pending' and attempts = ?
      """;

  /** Takes the next item of an event: counts the attempt and puts off the one after it. */
  Optional<WorkItem> claim(Connection connection, String queue, long eventId, double backOffSeconds)
      throws SQLException {
    return Sql.of(CLAIM, backOffSeconds, queue, eventId)
        .first(
            connection,
            row -> new WorkItem(queue, eventId, row.getObject(1, UUID.class), row.getInt(2)));
  }

  /**
   * Locks a claimed item until the transaction ends; false when somebody else has it by now. Waits
   * a moment for whoever holds the row: another claim that saw the item as it was before this one
   * locks it, too, before it finds that it is taken.
   */
  boolean lock(Connection transaction, WorkItem item) throws SQLException {
    try {
      Sql.of(BRIEFLY).update(transaction);
      boolean mine =
          Sql.of(LOCK, item.queue(), item.eventId(), item.itemId(), item.attempt())
              .exists(transaction);
      if (mine) {
        Sql.of(AS_LONG_AS_IT_TAKES).update(transaction);
      }
      return mine;
    } catch (SQLException failure) {
      if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
        transaction.rollback();
        return false;
      }
      throw failure;
    }
  }

  /** Unless its work has put it in line again, which began its attempts anew. */
  void finish(Connection transaction, WorkItem item) throws SQLException {
    Sql.of(FINISH, item.queue(), item.eventId(), item.itemId(), item.attempt()).update(transaction);
  }

  /**
   * Notes a failed attempt, unless somebody else has the item by now.
   *
   * @param backOffSeconds the pause after a first failure; it doubles with every further one
   * @param dead true to set the item aside instead of trying it again
   */
  void fail(
      Connection connection,
      WorkItem item,
      FailureReason reason,
      double backOffSeconds,
      boolean dead)
      throws SQLException {
    Sql.of(
            FAIL,
            dead,
            dead,
            backOffSeconds,
            reason.full(),
            reason.told(),
            item.queue(),
            item.eventId(),
            item.itemId(),
            item.attempt())
        .update(connection);
  }

  /**
   * Takes back that an attempt was made, unless somebody else has the item by now; it is due when
   * the claim said.
   */
  void postpone(Connection connection, WorkItem item, FailureReason reason) throws SQLException {
    Sql.of(
            POSTPONE,
            reason.full(),
            reason.told(),
            item.queue(),
            item.eventId(),
            item.itemId(),
            item.attempt())
        .update(connection);
  }
}
