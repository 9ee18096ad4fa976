package dev.recollect.clipping.inference;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.SimilarityCalibration;
import java.util.List;
import java.util.concurrent.Executor;

/** Finds and embeds faces with models that are opened when a picture comes. */
record FacesOnDemand(FaceModel model, ModelsOnDemand<VisionModels> models)
    implements FaceDetector, FaceEmbedder {
  @Override
  public List<DetectedFace> detect(Pixels photo) {
    return models.with(open -> open.faceDetector().detect(photo));
  }

  @Override
  public List<DetectedFace> detectProminent(Pixels photo, Executor idle) {
    return models.with(open -> open.faceDetector().detectProminent(photo, idle));
  }

  @Override
  public FaceEmbedding embed(Pixels photo, DetectedFace face) {
    return models.with(open -> open.faceEmbedder().embed(photo, face));
  }

  @Override
  public String modelId() {
    return model.id();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public SimilarityCalibration calibration() {
    return model.calibration();
  }
}
