package dev.recollect.clipping.analysis;

import dev.recollect.clipping.ffmpeg.FailureMessages;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Analyses a chunk of a video and writes what was learnt in the transaction that also marks the
 * work done. A process killed at any point has written all or nothing of a chunk.
 */
@ApplicationScoped
public class ChunkWork implements EventWork {
  /** Name of the queue. */
  public static final String QUEUE = "video-analysis";

  private final ChunkStore chunks;
  private final SourceVideoStore videos;
  private final ChunkPass pass;
  private final VideoWatch watch;
  private final List<ChunkStage> stages;
  private final WorkQueue queue;

  ChunkWork(
      ChunkStore chunks,
      SourceVideoStore videos,
      ChunkPass pass,
      VideoWatch watch,
      @All List<ChunkStage> stages,
      WorkQueue queue) {
    this.chunks = chunks;
    this.videos = videos;
    this.pass = pass;
    this.watch = watch;
    this.stages = List.copyOf(stages);
    this.queue = queue;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  /** Neither is a chunk at fault when the storage is away, nor when its model is elsewhere. */
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
    Optional<VideoChunk> chunk = chunks.find(transaction, item.eventId(), item.itemId());
    if (chunk.isEmpty() || !analyse(transaction, chunk.get())) {
      queue.remove(transaction, item);
    }
  }

  /** False when the video is gone. */
  private boolean analyse(Connection transaction, VideoChunk chunk) throws Exception {
    List<ChunkStage.Running> running = stages.stream().map(stage -> stage.begin(chunk)).toList();
    boolean seen = watch.whileKept(chunk.video(), () -> pass.run(chunk, running)).isPresent();
    return seen && videos.hold(transaction, chunk.video()) && store(transaction, chunk, running);
  }

  private boolean store(Connection transaction, VideoChunk chunk, List<ChunkStage.Running> running)
      throws SQLException {
    for (ChunkStage.Running stage : running) {
      stage.store(transaction);
    }
    chunks.finish(transaction, chunk);
    return true;
  }
}
