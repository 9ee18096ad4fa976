package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoProbe;
import dev.recollect.video.VideoRefusedException;
import dev.recollect.video.VideoUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.Optional;

/** Finds out what is in a source video, and puts its analysis in line. */
@ApplicationScoped
public class DescriptionWork implements EventWork {
  private final SourceVideoStore videos;
  private final Originals originals;
  private final VideoProbe probe;
  private final VideoWatch watch;
  private final AnalysisPlan plan;
  private final WorkQueue queue;

  DescriptionWork(
      SourceVideoStore videos,
      Originals originals,
      VideoProbe probe,
      VideoWatch watch,
      AnalysisPlan plan,
      WorkQueue queue) {
    this.videos = videos;
    this.originals = originals;
    this.probe = probe;
    this.watch = watch;
    this.plan = plan;
    this.queue = queue;
  }

  @Override
  public String queue() {
    return SourceVideos.DESCRIPTION_QUEUE;
  }

  /** A video is not at fault when the storage is away. */
  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<SourceVideo> video =
        videos.findByDescription(transaction, item.eventId(), item.itemId());
    Optional<VideoInfo> info =
        video.isEmpty()
            ? Optional.empty()
            : watch.whileKept(video.get(), () -> describe(video.get()));
    if (info.isPresent() && videos.hold(transaction, video.get())) {
      videos.describe(transaction, video.get(), info.get());
      plan.all(transaction, video.get(), info.get());
    } else {
      queue.remove(transaction, item);
    }
  }

  private VideoInfo describe(SourceVideo video) throws Exception {
    try {
      return probe.probe(originals.open(video));
    } catch (VideoUnreachableException failure) {
      throw originals.away(video, failure);
    } catch (VideoRefusedException refused) {
      // A storage that went away looks like a broken file; if so, this throws, and it is tried
      // again.
      originals.open(video);
      throw new PermanentFailureException(refused.getMessage(), refused);
    }
  }
}
