package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Sighting;
import dev.recollect.clipping.domain.Tracker;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.FaceEmbedder;
import java.util.List;

/** Finds the faces of each picture and follows them from picture to picture. */
public final class FaceStage implements AnalysisStage {
  private final FaceDetector detector;
  private final FaceEmbedder embedder;
  private final Tracker tracker;
  private List<Sighting> inPicture = List.of();

  public FaceStage(FaceDetector detector, FaceEmbedder embedder, Tracker tracker) {
    this.detector = detector;
    this.embedder = embedder;
    this.tracker = tracker;
  }

  @Override
  public void see(Sample sample) {
    inPicture =
        detector.detect(sample.pixels()).stream().map(face -> sighting(sample, face)).toList();
    tracker.accept(inPicture, sample.beginsShot());
  }

  /** The faces of the picture that was seen last; the same objects turn up in the tracks. */
  public List<Sighting> inPicture() {
    return inPicture;
  }

  private Sighting sighting(Sample sample, DetectedFace face) {
    return new Sighting(
        sample.time(),
        face.box().scaled(1.0 / sample.pixels().width(), 1.0 / sample.pixels().height()),
        face.confidence(),
        face.quality(),
        embedder.embed(sample.pixels(), face));
  }

  /** The tracks of the chunk; a face that goes on in the next chunk is another track there. */
  public List<FaceTrack> finish() {
    return tracker.finish();
  }
}
