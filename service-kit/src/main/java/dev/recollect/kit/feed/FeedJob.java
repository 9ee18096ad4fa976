package dev.recollect.kit.feed;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.proto.library.v1.ListChangesResponse;
import io.grpc.StatusRuntimeException;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Follows the library's change feed, in services that set {@code recollect.feed.enabled=true} at
 * build time and add {@code db/feed} to their migrations. A page of changes and the new place in
 * the feed take effect in one transaction, so a killed process has applied a page wholly or not at
 * all; the place is locked meanwhile, so two replicas never apply the same page side by side.
 */
@IfBuildProperty(name = "recollect.feed.enabled", stringValue = "true")
@ApplicationScoped
public class FeedJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(FeedJob.class);

  private final Database database;
  private final FeedCursorStore cursor;
  private final LibraryChanges library;
  private final FeedConsumer consumer;
  private final FeedConfig config;
  private boolean reachable = true;

  FeedJob(
      Database database,
      FeedCursorStore cursor,
      LibraryChanges library,
      FeedConsumer consumer,
      FeedConfig config) {
    this.database = database;
    this.cursor = cursor;
    this.library = library;
    this.consumer = consumer;
    this.config = config;
  }

  @Override
  public String name() {
    return "library-feed";
  }

  @Override
  public Duration pause() {
    return config.pause();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted() && takePage()) {
        // The next page.
      }
      reachable = true;
    } catch (StatusRuntimeException away) {
      // What is known goes on being worked on and found; said once, not twice a second.
      if (reachable) {
        LOG.warnf("photos-service does not answer status=%s", away.getStatus().getCode());
      }
      reachable = false;
    }
  }

  /** True when there was something; then there may be more. */
  private boolean takePage() {
    return database.transact(
        transaction -> {
          FeedCursorStore.Place place = cursor.lock(transaction);
          ListChangesResponse changes = library.after(place.after());
          consumer.apply(transaction, changes.getChangesList(), place.generation());
          if (changes.getChangesCount() > 0) {
            cursor.move(transaction, changes.getNext());
          }
          return changes.getChangesCount() > 0;
        });
  }
}
