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
 */
@ApplicationScoped
public class StartListStore {
  /** First half of the advisory lock's key, the second is made of the event; of this service. */
  private static final int LOCK = 0x73746c69;

  /** The list, unchanged until the transaction ends. */
  public StartList use(Connection transaction, long eventId) throws SQLException {
    Sql.of("select pg_advisory_xact_lock_shared(?, ?)", LOCK, Long.hashCode(eventId))
        .exists(transaction);
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
