package dev.recollect.clipping.search;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes searches up again that waited for videos, once these are analysed or it took too long. */
@ApplicationScoped
public class WaitingSearches implements RecurringJob {
  private final Database database;
  private final VideosToCome videos;
  private final WorkQueue queue;

  WaitingSearches(Database database, VideosToCome videos, WorkQueue queue) {
    this.database = database;
    this.videos = videos;
    this.queue = queue;
  }

  @Override
  public String name() {
    return "waiting-clip-searches";
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    database.transact(
        transaction -> {
          for (Map.Entry<Long, List<UUID>> event : videos.resume(transaction).entrySet()) {
            queue.enqueueAll(transaction, ClipSearchWork.QUEUE, event.getKey(), event.getValue());
          }
          return null;
        });
  }
}
