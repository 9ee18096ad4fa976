package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.GivenUpClips;
import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes searches and their clips once the event's retention is over, or the event is gone; ends
 * those whose work was given up; and finishes removals that a crash cut short.
 */
@ApplicationScoped
public class ClipCleanup implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(ClipCleanup.class);
  private static final int AT_ONCE = 200;

  /** No work of theirs may come back to store a clip after it was removed. */
  private static final String NOTHING_PENDING =
      """
       and not exists (select 1 from clip c join work_item w
                          on w.queue = 'clip' and w.event_id = c.event_id and w.item_id = c.clip_id
                        where c.event_id = s.event_id and c.request_id = s.request_id
                          and w.state = 'pending')
      """;

  private final Database database;
  private final ClipSearchCancel cancel;
  private final GivenUpSearches givenUpSearches;
  private final GivenUpClips givenUpClips;

  ClipCleanup(
      Database database,
      ClipSearchCancel cancel,
      GivenUpSearches givenUpSearches,
      GivenUpClips givenUpClips) {
    this.database = database;
    this.cancel = cancel;
    this.givenUpSearches = givenUpSearches;
    this.givenUpClips = givenUpClips;
  }

  private record Id(long eventId, UUID requestId) {}

  @Override
  public String name() {
    return "clip-cleanup";
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void run() {
    givenUpSearches.end();
    givenUpClips.end();
    ids("select event_id, request_id from clip_search s where expires_at < now() and status = 'processing'")
        .forEach(late -> cancel.cancel(late.eventId(), late.requestId()));
    ids("""
        select distinct s.event_id, s.request_id from clip_search s
          join clip using (event_id, request_id)
         where s.status = 'cancelled'\
        """
            + NOTHING_PENDING)
        .forEach(left -> cancel.removeClips(left.eventId(), left.requestId()));
    List<Id> expired =
        ids(
            "select event_id, request_id from clip_search s where expires_at < now() and status <> 'processing'"
                + NOTHING_PENDING);
    expired.forEach(this::remove);
    if (!expired.isEmpty()) {
      LOG.infof("expired clip searches removed searches=%d", expired.size());
    }
  }

  private List<Id> ids(String query) {
    return database.read(
        connection -> Sql.of(query + " limit " + AT_ONCE).list(connection, ClipCleanup::read));
  }

  private static Id read(ResultSet row) throws SQLException {
    return new Id(row.getLong(1), row.getObject(2, UUID.class));
  }

  private void remove(Id search) {
    cancel.removeClips(search.eventId(), search.requestId());
    database.transact(
        transaction -> {
          removeRows(transaction, search);
          return null;
        });
  }

  private static void removeRows(Connection transaction, Id search) throws SQLException {
    Sql.of(
            """
            delete from work_item
             where queue = ? and event_id = ? and item_id = ?
            """,
            ClipSearchWork.QUEUE,
            search.eventId(),
            search.requestId())
        .update(transaction);
    Sql.of(
            "delete from clip_search where event_id = ? and request_id = ?",
            search.eventId(),
            search.requestId())
        .update(transaction);
  }

  /** Lets every search of an event expire, within the transaction that notes the event's end. */
  public static void expire(Connection transaction, long eventId) throws SQLException {
    Sql.of("update clip_search set expires_at = now() where event_id = ?", eventId)
        .update(transaction);
  }
}
