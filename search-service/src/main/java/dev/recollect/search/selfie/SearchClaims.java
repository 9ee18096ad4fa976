package dev.recollect.search.selfie;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Who computes the search of an id. A row instead of a lock, since a lock would hold a database
 * connection for as long as a selfie waits for the models.
 */
@ApplicationScoped
class SearchClaims {

  /** The right of one caller to compute the search of an id, until it is over or taken over. */
  record Claim(long organisationId, UUID requestId, UUID owner) {}

  /** For the one who may compute; for others while nobody does, or the one who did died. */
  Optional<Claim> take(
      Connection connection, long organisationId, long eventId, UUID requestId, Duration lasting)
      throws SQLException {
    Claim claim = new Claim(organisationId, requestId, UUID.randomUUID());
    boolean taken =
        Sql.of(
                    """
                    insert into face_search_claim
                      (organisation_id, request_id, event_id, owner, claimed_until)
                    values (?, ?, ?, ?, now() + make_interval(secs => ?))
                    on conflict (organisation_id, request_id) do update
                      set event_id = excluded.event_id, owner = excluded.owner,
                          claimed_until = excluded.claimed_until
                      where face_search_claim.claimed_until < now()
                    """,
                    organisationId,
                    requestId,
                    eventId,
                    claim.owner(),
                    (double) lasting.toSeconds())
                .update(connection)
            == 1;
    return taken ? Optional.of(claim) : Optional.empty();
  }

  /** Gives a claim up, unless somebody else has taken it over. */
  void release(Connection connection, Claim claim) throws SQLException {
    Sql.of(
            "delete from face_search_claim where organisation_id = ? and request_id = ? and owner = ?",
            claim.organisationId(),
            claim.requestId(),
            claim.owner())
        .update(connection);
  }

  /** Removes the claims of the dead. */
  int removeExpired(Connection connection) throws SQLException {
    return Sql.of("delete from face_search_claim where claimed_until < now() - interval '1 hour'")
        .update(connection);
  }
}
