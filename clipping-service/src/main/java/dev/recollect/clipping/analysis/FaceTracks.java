package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Tracker;
import dev.recollect.clipping.domain.TrackingRules;
import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.vision.model.SimilarityCalibration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Follows faces through each chunk and keeps their tracks. */
@ApplicationScoped
class FaceTracks implements ChunkStage {
  private final FaceModels models;
  private final TrackStore tracks;
  private final Counter found;

  FaceTracks(FaceModels models, TrackStore tracks, MeterRegistry metrics) {
    this.models = models;
    this.tracks = tracks;
    this.found = metrics.counter("recollect.analysis.tracks");
  }

  @Override
  public Running begin(VideoChunk chunk) {
    FaceModelInUse model =
        models
            .find(chunk.modelNo())
            .orElseThrow(
                () -> new IllegalStateException("this replica has another face model loaded"));
    double sameFace = model.embedder().calibration().cosine(SimilarityCalibration.DEFAULT_PERCENT);
    FaceStage stage =
        new FaceStage(
            model.detector(), model.embedder(), new Tracker(TrackingRules.forModel(sameFace)));
    return new Following(chunk, stage);
  }

  private final class Following implements Running {
    private final VideoChunk chunk;
    private final FaceStage stage;

    Following(VideoChunk chunk, FaceStage stage) {
      this.chunk = chunk;
      this.stage = stage;
    }

    @Override
    public AnalysisStage<?> stage() {
      return stage;
    }

    @Override
    public void store(Connection transaction) throws SQLException {
      List<FaceTrack> seen = stage.finish();
      tracks.replace(transaction, chunk, seen);
      found.increment(seen.size());
    }
  }
}
