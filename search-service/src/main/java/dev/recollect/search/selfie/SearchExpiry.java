package dev.recollect.search.selfie;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes searches, and with them the embeddings of selfies, once their time is over. */
@ApplicationScoped
public class SearchExpiry implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(SearchExpiry.class);
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final StoredSearches searches;
  private final SearchClaims claims;

  SearchExpiry(Database database, StoredSearches searches, SearchClaims claims) {
    this.database = database;
    this.searches = searches;
    this.claims = claims;
  }

  @Override
  public String name() {
    return "search-expiry";
  }

  @Override
  public Duration pause() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void run() {
    long removed =
        database.repeat(AT_ONCE, transaction -> searches.removeExpired(transaction, AT_ONCE));
    database.transact(claims::removeExpired);
    if (removed > 0) {
      LOG.infof("expired selfie searches removed searches=%d", removed);
    }
  }
}
