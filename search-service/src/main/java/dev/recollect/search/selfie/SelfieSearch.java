package dev.recollect.search.selfie;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.sql.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Selfie searches, each computed once: whoever asks again under the same id, at the same time or
 * later, on this replica or another, gets what is stored.
 */
@ApplicationScoped
class SelfieSearch {
  private static final Duration POLL = Duration.ofMillis(40);

  private final Database database;
  private final StoredSearches searches;
  private final SearchClaims claims;
  private final SelfieMatcher matcher;
  private final SelfieConfig config;
  private final Timer timer;

  SelfieSearch(
      Database database,
      StoredSearches searches,
      SearchClaims claims,
      SelfieMatcher matcher,
      SelfieConfig config,
      MeterRegistry metrics) {
    this.database = database;
    this.searches = searches;
    this.claims = claims;
    this.matcher = matcher;
    this.config = config;
    this.timer = metrics.timer("recollect.search", "kind", "face");
  }

  /**
   * The stored search of an id.
   *
   * @throws RecollectException not found when the id belongs to another event of the organisation
   */
  Optional<StoredSearch> stored(EventAccess event, UUID requestId) {
    Optional<StoredSearch> found =
        database.read(
            connection ->
                searches.findInOrganisation(connection, event.organisationId(), requestId));
    if (found.isPresent() && found.get().eventId() != event.eventId()) {
      throw unknown();
    }
    return found;
  }

  /** Searches for a selfie under an id that nobody else can know. */
  StoredSearch search(EventAccess event, Path image) {
    return timer.record(
        () -> {
          NewSearch found = matcher.match(event, UUID.randomUUID(), image);
          return database.transact(transaction -> store(transaction, found));
        });
  }

  /**
   * Searches for a selfie, unless the id is known by the time it could.
   *
   * @param image a file that is there until this returns
   */
  StoredSearch search(EventAccess event, UUID requestId, Path image) {
    Instant deadline = Instant.now().plus(config.patience());
    while (true) {
      Optional<SearchClaims.Claim> claim = take(event, requestId);
      if (claim.isPresent()) {
        return timer.record(() -> compute(event, claim.get(), image));
      }
      Optional<StoredSearch> computed = stored(event, requestId);
      if (computed.isPresent()) {
        return computed.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw RecollectException.unavailable(
            "The search of this request_id is still under way; try again shortly", null);
      }
      pause();
    }
  }

  private Optional<SearchClaims.Claim> take(EventAccess event, UUID requestId) {
    return database.read(
        connection ->
            claims.take(
                connection, event.organisationId(), event.eventId(), requestId, config.claim()));
  }

  /**
   * The claim goes with the result, or with the failure. Whoever took it over, should this take too
   * long, may be the first to store a result, which then is everybody's.
   */
  private StoredSearch compute(EventAccess event, SearchClaims.Claim claim, Path image) {
    boolean stored = false;
    try {
      Optional<StoredSearch> already = stored(event, claim.requestId());
      if (already.isPresent()) {
        return already.get();
      }
      NewSearch found = matcher.match(event, claim.requestId(), image);
      StoredSearch result =
          database.transact(
              transaction -> {
                claims.release(transaction, claim);
                return store(transaction, found);
              });
      stored = true;
      return result;
    } finally {
      if (!stored) {
        database.read(
            connection -> {
              claims.release(connection, claim);
              return null;
            });
      }
    }
  }

  private StoredSearch store(Connection transaction, NewSearch found) throws SQLException {
    return searches.put(transaction, found, Instant.now().plus(config.retention()));
  }

  static RecollectException unknown() {
    return RecollectException.notFound("No face search has this request_id");
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw RecollectException.unavailable("The service is stopping", stopped);
    }
  }
}
