package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Tracker;
import dev.recollect.clipping.domain.TrackingRules;
import dev.recollect.clipping.inference.BibConfig;
import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.inference.VideoBibModels;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.vision.model.SimilarityCalibration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Follows faces through each chunk, reads the bibs below them, and keeps both. */
@ApplicationScoped
class PeopleStage implements ChunkStage {
  private final FaceModels models;
  private final VideoBibModels bibModels;
  private final BibRules bibRules;
  private final TrackStore tracks;
  private final BibReadingStore bibs;
  private final Counter found;
  private final Counter read;

  PeopleStage(
      FaceModels models,
      VideoBibModels bibModels,
      BibConfig config,
      TrackStore tracks,
      BibReadingStore bibs,
      MeterRegistry metrics) {
    this.models = models;
    this.bibModels = bibModels;
    this.bibRules = new BibRules(config.every(), config.leastHeight());
    this.tracks = tracks;
    this.bibs = bibs;
    this.found = metrics.counter("recollect.analysis.tracks");
    this.read = metrics.counter("recollect.analysis.bibs");
  }

  @Override
  public Running begin(VideoChunk chunk) {
    FaceModelInUse model =
        models
            .find(chunk.modelNo())
            .orElseThrow(
                () ->
                    RecollectException.unavailable(
                        "the face model of this chunk is another replica's", null));
    double sameFace = model.embedder().calibration().cosine(SimilarityCalibration.DEFAULT_PERCENT);
    FaceStage faces =
        new FaceStage(
            model.detector(), model.embedder(), new Tracker(TrackingRules.forModel(sameFace)));
    return new Looking(
        chunk,
        faces,
        bibModels.reader().map(reader -> new BibStage(reader, bibRules, faces::inPicture)));
  }

  /** Both stages look at a picture before the next one comes. */
  private final class Looking implements Running {
    private final VideoChunk chunk;
    private final FaceStage faces;
    private final Optional<BibStage> numbers;

    Looking(VideoChunk chunk, FaceStage faces, Optional<BibStage> numbers) {
      this.chunk = chunk;
      this.faces = faces;
      this.numbers = numbers;
    }

    @Override
    public void see(Sample sample) {
      faces.see(sample);
      numbers.ifPresent(stage -> stage.see(sample));
    }

    @Override
    public void store(Connection transaction) throws SQLException {
      List<FaceTrack> followed = faces.finish();
      List<SeenBib> readings = numbers.map(BibStage::finish).orElse(List.of());
      tracks.replace(transaction, chunk, followed);
      bibs.replace(transaction, chunk, followed, readings);
      found.increment(followed.size());
      read.increment(readings.size());
    }
  }
}
