package dev.recollect.vision;

import dev.recollect.vision.face.OnnxFaceEmbedder;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.VerifiedModel;
import dev.recollect.vision.onnx.OnnxModel;

/**
 * A face model alone, loaded, for faces that {@link VisionModels} has found. Close it when no
 * inference runs any more.
 */
public final class FaceEmbedderModel implements AutoCloseable {
  private final OnnxModel model;
  private final FaceEmbedder embedder;

  private FaceEmbedderModel(OnnxModel model, FaceEmbedder embedder) {
    this.model = model;
    this.embedder = embedder;
  }

  /**
   * Verifies and loads it.
   *
   * @throws ModelException if the file is missing, not the pinned one, or not usable; nothing stays
   *     loaded
   */
  public static FaceEmbedderModel open(FaceModel face, VisionSettings settings) {
    OnnxModel model =
        OnnxModel.load(VerifiedModel.read(face.file()), settings.embedding(), settings.observer());
    try {
      return new FaceEmbedderModel(model, new OnnxFaceEmbedder(face, model));
    } catch (RuntimeException refused) {
      model.close();
      throw refused;
    }
  }

  public FaceEmbedder embedder() {
    return embedder;
  }

  @Override
  public void close() {
    model.close();
  }
}
