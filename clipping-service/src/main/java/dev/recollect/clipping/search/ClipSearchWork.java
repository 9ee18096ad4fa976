package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.ClipWork;
import dev.recollect.clipping.clip.SearchEnd;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.JobRunner;
import dev.recollect.kit.jobs.WorkItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Looks for the person of a search in the event's videos and plans the clips. */
@ApplicationScoped
public class ClipSearchWork implements EventWork {
  /** Name of the queue. */
  public static final String QUEUE = "clip-search";

  private final ClipSearches searches;
  private final VideosToCome videos;
  private final VideoMatches matches;
  private final ClipPlan plan;
  private final SearchEnd end;
  private final JobRunner runner;

  ClipSearchWork(
      ClipSearches searches,
      VideosToCome videos,
      VideoMatches matches,
      ClipPlan plan,
      SearchEnd end,
      JobRunner runner) {
    this.searches = searches;
    this.videos = videos;
    this.matches = matches;
    this.plan = plan;
    this.end = end;
    this.runner = runner;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<ClipSearch> found = searches.lock(transaction, item.eventId(), item.itemId());
    if (found.isEmpty() || found.get().status().isFinal()) {
      return;
    }
    ClipSearch search = found.get();
    boolean waits = videos.worthWaiting(transaction, search);
    searches.waitForVideos(transaction, search, waits);
    if (!waits) {
      search(transaction, search);
    }
  }

  private void search(Connection transaction, ClipSearch search) throws SQLException {
    SortedMap<Long, List<Duration>> seen = matches.of(transaction, search);
    if (seen.isEmpty()) {
      end.finish(transaction, search, SearchStatus.NO_MATCHES, Optional.empty());
    } else if (plan.make(transaction, search, seen) == 0) {
      end.finish(transaction, search, SearchStatus.NO_SEGMENTS, Optional.empty());
    } else {
      searches.forgetPerson(transaction, search);
    }
  }

  @Override
  public void committed(WorkItem item) {
    runner.wake(ClipWork.QUEUE, item.eventId());
  }
}
