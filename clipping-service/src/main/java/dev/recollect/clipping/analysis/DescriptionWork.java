package dev.recollect.clipping.analysis;

import dev.recollect.clipping.ffmpeg.FailureMessages;
import dev.recollect.clipping.library.PacketPages;
import dev.recollect.clipping.library.PacketWriter;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.Optional;

/** Finds out what is in a source video, and puts its analysis in line. */
@ApplicationScoped
public class DescriptionWork implements EventWork {
  private final SourceVideoStore videos;
  private final Originals originals;
  private final PacketPages packets;
  private final VideoWatch watch;
  private final AnalysisPlan plan;
  private final WorkQueue queue;

  DescriptionWork(
      SourceVideoStore videos,
      Originals originals,
      PacketPages packets,
      VideoWatch watch,
      AnalysisPlan plan,
      WorkQueue queue) {
    this.videos = videos;
    this.originals = originals;
    this.packets = packets;
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
  public Optional<String> messageForCallers(Throwable failure) {
    return FailureMessages.forCallers(failure);
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<SourceVideo> video =
        videos.findByDescription(transaction, item.eventId(), item.itemId());
    if (video.isEmpty() || !describe(transaction, video.get())) {
      queue.remove(transaction, item);
    }
  }

  /** False when the video is gone. */
  private boolean describe(Connection transaction, SourceVideo video) throws Exception {
    try (PacketWriter read = packets.write(transaction, video.eventId(), video.key())) {
      Optional<VideoInfo> info = watch.whileKept(video, () -> originals.describe(video, read));
      if (info.isEmpty() || !videos.hold(transaction, video)) {
        read.discard();
        return false;
      }
      read.finish();
      videos.describe(transaction, video, info.get());
      plan.all(transaction, video, info.get());
      return true;
    }
  }
}
