package dev.recollect.clipping.clip;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.JobsConfig;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.video.FfmpegException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Cuts one clip and stores it. A crash costs this clip's work and no other's; one that cannot be
 * cut is noted with its reason and stops no other.
 *
 * <p>The object is stored before the row says so, and whoever calls the search off locks the
 * search's row: so either the clip is done before and removed with the others, or it finds the
 * search called off and removes its object itself.
 */
@ApplicationScoped
public class ClipWork implements EventWork {
  /** Name of the queue. */
  public static final String QUEUE = "clip";

  private static final Logger LOG = Logger.getLogger(ClipWork.class);

  private final Clips clips;
  private final ClipSearches searches;
  private final ClipMaker maker;
  private final ClipFiles files;
  private final SearchEnd end;
  private final JobsConfig jobs;

  ClipWork(
      Clips clips,
      ClipSearches searches,
      ClipMaker maker,
      ClipFiles files,
      SearchEnd end,
      JobsConfig jobs) {
    this.clips = clips;
    this.searches = searches;
    this.maker = maker;
    this.files = files;
    this.end = end;
    this.jobs = jobs;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<SearchedClip> found = clips.find(transaction, item.eventId(), item.itemId());
    if (found.isEmpty() || found.get().state() != ClipState.PENDING) {
      return;
    }
    SearchedClip clip = found.get();
    ClipSearch search = searches.find(transaction, clip.eventId(), clip.requestId()).orElseThrow();
    CutResult result =
        search.status() == SearchStatus.PROCESSING
            ? make(item, search, clip)
            : new CutResult.Unwanted();
    settle(transaction, clip, result);
  }

  private CutResult make(WorkItem item, ClipSearch search, SearchedClip clip) throws Exception {
    try {
      return maker.make(search, clip);
    } catch (InterruptedException | SQLException ended) {
      throw ended;
    } catch (Exception failure) {
      if (item.attempt() < jobs.attempts()) {
        throw failure;
      }
      LOG.warnf(
          failure,
          "clip given up event_id=%d clip_id=%s ffmpeg=%s",
          clip.eventId(),
          clip.clipId(),
          failure instanceof FfmpegException run ? run.logLine() : "");
      return CutFailure.unavailable(failure);
    }
  }

  /** The source is held before the search: whoever removes a video's event takes them so, too. */
  private void settle(Connection transaction, SearchedClip clip, CutResult made)
      throws SQLException {
    CutResult result = maker.holdSource(transaction, clip) ? made : CutFailure.SOURCE_MISSING;
    Optional<ClipSearch> search = searches.lock(transaction, clip.eventId(), clip.requestId());
    boolean wanted = search.filter(s -> s.status() == SearchStatus.PROCESSING).isPresent();
    if (!wanted || !(result instanceof CutResult.Stored)) {
      // An earlier attempt, killed after it had stored the object, may have left it.
      files.remove(clip);
    }
    if (!wanted) {
      clips.remove(transaction, clip);
      return;
    }
    switch (result) {
      case CutResult.Stored stored -> clips.done(transaction, clip);
      case CutFailure failure -> clips.failed(transaction, clip, failure);
      case CutResult.Unwanted unwanted ->
          throw new IllegalStateException("a clip was called off that is wanted");
    }
    end.finishIfAllCut(transaction, search.get());
  }
}
