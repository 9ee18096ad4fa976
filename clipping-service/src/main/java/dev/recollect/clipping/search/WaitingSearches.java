package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Takes searches up again that waited for videos, once these are analysed or it took too long. */
@ApplicationScoped
public class WaitingSearches implements RecurringJob {
  private final Database database;
  private final ClipSearches searches;
  private final VideosToCome videos;
  private final WorkQueue queue;

  WaitingSearches(Database database, ClipSearches searches, VideosToCome videos, WorkQueue queue) {
    this.database = database;
    this.searches = searches;
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
    for (ClipSearch search : database.read(searches::waiting)) {
      database.transact(
          transaction -> {
            if (!videos.worthWaiting(transaction, search)) {
              searches.waitForVideos(transaction, search, false);
              queue.enqueue(
                  transaction, ClipSearchWork.QUEUE, search.eventId(), search.requestId());
            }
            return null;
          });
    }
  }
}
