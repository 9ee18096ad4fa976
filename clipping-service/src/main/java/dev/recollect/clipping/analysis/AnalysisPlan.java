package dev.recollect.clipping.analysis;

import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** Turns a described video into work: its chunks, once for each model in use. */
@ApplicationScoped
class AnalysisPlan {
  private final ChunkStore chunks;
  private final WorkQueue queue;
  private final FaceModels models;
  private final AnalysisConfig config;

  AnalysisPlan(ChunkStore chunks, WorkQueue queue, FaceModels models, AnalysisConfig config) {
    this.chunks = chunks;
    this.queue = queue;
    this.models = models;
    this.config = config;
  }

  /** Puts every chunk in line under every model in use; those that are done are done again. */
  void all(Connection transaction, SourceVideo video, VideoInfo info) throws SQLException {
    for (FaceModelInUse model : models.all()) {
      one(transaction, video, info, model.modelNo());
    }
  }

  /** The same for one model. */
  void one(Connection transaction, SourceVideo video, VideoInfo info, int modelNo)
      throws SQLException {
    queue.enqueueAll(
        transaction,
        ChunkWork.QUEUE,
        video.eventId(),
        chunks.plan(transaction, video, info, modelNo, Chunk.of(info.duration(), config.chunk())));
  }
}
