package dev.recollect.search.bib;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Start lists: numbers only, since nothing here needs to know whose they are. Reading a list and
 * storing what it makes of readings happens under a lock per event, so no reading is stored by a
 * list that is being replaced.
 *
 * <p>That lock has its place among those that transactions of this service wait for. Whoever takes
 * several takes them in this order, so that no two wait for each other:
 *
 * <ol>
 *   <li>items of work of the queue {@code index}, by photo;
 *   <li>the start list's lock;
 *   <li>items of work of the queue {@code propagation}, by photo;
 *   <li>the photo that is held, or the event and the photos that are removed (who has a photo's
 *       item of the first queue may hold the photo at once: its removal waits for the item);
 *   <li>all that is kept of photos: what is written of a photo, its faces after its bibs.
 * </ol>
 */
@ApplicationScoped
public class StartListStore {
  /** First half of the advisory lock's key, the second is made of the event; of this service. */
  private static final int LOCK = 0x73746c69;

  /** Keeps the list as it is until the transaction ends. */
  public void hold(Connection transaction, long eventId) throws SQLException {
    Sql.of("select pg_advisory_xact_lock_shared(?, ?)", LOCK, Long.hashCode(eventId))
        .exists(transaction);
  }

  /** What the list makes of readings, which is held for them. */
  StartList use(Connection transaction, long eventId) throws SQLException {
    hold(transaction, eventId);
    return new StartList(numbers(transaction, eventId));
  }

  public List<String> numbers(Connection connection, long eventId) throws SQLException {
    return Sql.of("select number from start_list_entry where event_id = ? order by number", eventId)
        .list(connection, row -> row.getString(1));
  }

  /** Replaces the list and waits for those who use the former one. */
  void replace(Connection transaction, long eventId, Collection<String> numbers)
      throws SQLException {
    Sql.of("select pg_advisory_xact_lock(?, ?)", LOCK, Long.hashCode(eventId)).exists(transaction);
    removeEvent(transaction, eventId);
    Sql.of("insert into start_list_entry select ?, unnest(?::text[])", eventId, numbers)
        .update(transaction);
  }

  void removeEvent(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from start_list_entry where event_id = ?", eventId).update(transaction);
  }
}
