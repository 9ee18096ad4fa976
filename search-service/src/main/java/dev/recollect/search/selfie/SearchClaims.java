package dev.recollect.search.selfie;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Who computes the search of an id. A row instead of a lock, since a lock would hold a database
 * connection for as long as a selfie waits for the models.
 */
@ApplicationScoped
class SearchClaims {

  /** True for the one who may compute; for others while nobody does, or the one who did died. */
  boolean take(
      Connection connection, long organisationId, long eventId, UUID requestId, Duration lasting)
      throws SQLException {
    return Sql.of(
                """
                insert into face_search_claim (organisation_id, request_id, event_id, claimed_until)
                values (?, ?, ?, now() + make_interval(secs => ?))
                on conflict (organisation_id, request_id) do update
                  set event_id = excluded.event_id, claimed_until = excluded.claimed_until
                  where face_search_claim.claimed_until < now()
                """,
                organisationId,
                requestId,
                eventId,
                (double) lasting.toSeconds())
            .update(connection)
        == 1;
  }

  void release(Connection connection, long organisationId, UUID requestId) throws SQLException {
    Sql.of(
            "delete from face_search_claim where organisation_id = ? and request_id = ?",
            organisationId,
            requestId)
        .update(connection);
  }

  /** Removes the claims of the dead. */
  int removeExpired(Connection connection) throws SQLException {
    return Sql.of("delete from face_search_claim where claimed_until < now() - interval '1 hour'")
        .update(connection);
  }
}
