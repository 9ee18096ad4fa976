package dev.recollect.search.library;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The local copy of events. */
@ApplicationScoped
public class EventStore {

  public Optional<EventSettings> find(Connection connection, long eventId) throws SQLException {
    return Sql.of(
            """
            select event_id, organisation_id, bib_propagation, bib_review_confidence
              from event where event_id = ?
            """,
            eventId)
        .first(connection, EventStore::read);
  }

  /** Whether photos with a hidden bib are offered through a known face of the runner. */
  public boolean propagates(Connection connection, long eventId) throws SQLException {
    return find(connection, eventId).filter(EventSettings::bibPropagation).isPresent();
  }

  /** Every known event's id. */
  public List<Long> ids(Connection connection) throws SQLException {
    return Sql.of("select event_id from event order by event_id")
        .list(connection, row -> row.getLong(1));
  }

  /** Makes sure there is a row for an event of which nothing but the id is known yet. */
  public void ensure(Connection transaction, long eventId) throws SQLException {
    Sql.of("insert into event (event_id) values (?) on conflict do nothing", eventId)
        .update(transaction);
  }

  /** Takes over what the library says. */
  public void put(Connection transaction, EventSettings event) throws SQLException {
    Sql.of(
            """
            insert into event (event_id, organisation_id, bib_propagation, bib_review_confidence)
            values (?, ?, ?, ?)
            on conflict (event_id) do update
              set organisation_id = excluded.organisation_id,
                  bib_propagation = excluded.bib_propagation,
                  bib_review_confidence = excluded.bib_review_confidence
            """,
            event.eventId(),
            event.organisationId().orElseThrow(),
            event.bibPropagation(),
            event.bibReviewConfidence())
        .update(transaction);
  }

  /** Events whose numbers have not all passed through the faces of a model. */
  public List<Long> propagatedByOthers(Connection connection, int modelNo) throws SQLException {
    return Sql.of(
            """
            select event_id from event
             where bib_propagation and propagation_model is distinct from ? order by event_id
            """,
            modelNo)
        .list(connection, row -> row.getLong(1));
  }

  /** Notes that every photo of the event is in line to be looked at under a model. */
  public void propagates(Connection transaction, long eventId, int modelNo) throws SQLException {
    Sql.of("update event set propagation_model = ? where event_id = ?", modelNo, eventId)
        .update(transaction);
  }

  /** Notes that one photo was looked at under a model, which may not be the event's. */
  public void propagated(Connection transaction, long eventId, int modelNo) throws SQLException {
    Sql.of(
            """
            update event set propagation_model = null
             where event_id = ? and propagation_model <> ?
            """,
            eventId,
            modelNo)
        .update(transaction);
  }

  /**
   * Keeps photos of the event from being removed until the transaction ends, so that what is stored
   * about them cannot outlive them.
   */
  public void holdPhotos(Connection transaction, long eventId) throws SQLException {
    Sql.of("select 1 from event where event_id = ? for share", eventId).exists(transaction);
  }

  /** Waits for everybody who holds the event's photos, and keeps others from doing so. */
  public void lockForRemoval(Connection transaction, long eventId) throws SQLException {
    Sql.of("select 1 from event where event_id = ? for update", eventId).exists(transaction);
  }

  public void remove(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from event where event_id = ?", eventId).update(transaction);
  }

  private static EventSettings read(ResultSet row) throws SQLException {
    long organisation = row.getLong(2);
    return new EventSettings(
        row.getLong(1),
        row.wasNull() ? OptionalLong.empty() : OptionalLong.of(organisation),
        row.getBoolean(3),
        row.getDouble(4));
  }
}
