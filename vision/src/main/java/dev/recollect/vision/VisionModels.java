package dev.recollect.vision;

import dev.recollect.vision.face.OnnxFaceEmbedder;
import dev.recollect.vision.face.TiledFaceDetector;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.ModelFile;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.model.VerifiedModel;
import dev.recollect.vision.onnx.OnnxModel;
import dev.recollect.vision.onnx.OnnxSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All models of photo search, loaded. Open one per process; close it when no inference runs any
 * more.
 */
public final class VisionModels implements AutoCloseable {
  private final List<OnnxModel> loaded = new ArrayList<>();
  private final TiledFaceDetector detector;
  private final OnnxFaceEmbedder embedder;
  private final Optional<BibModels> bibModels;

  private VisionModels(
      ModelStore store, FaceModel faceModel, VisionSettings settings, boolean bibs) {
    try {
      detector =
          new TiledFaceDetector(
              load(store.file("face-detector"), settings.onnx(), settings),
              load(store.file("face-landmarks"), settings.onnx(), settings),
              settings.faceLevels());
      embedder =
          new OnnxFaceEmbedder(faceModel, load(faceModel.file(), settings.embedding(), settings));
      bibModels = bibs ? Optional.of(BibModels.open(store, settings)) : Optional.empty();
    } catch (RuntimeException e) {
      closeFaces();
      throw e;
    }
  }

  /**
   * Verifies and loads everything.
   *
   * @param faceModel {@link FaceModel#shipped} or the operator's own
   * @throws ModelException if a file is missing, not the pinned one, or not usable; nothing stays
   *     loaded
   */
  public static VisionModels open(ModelStore store, FaceModel faceModel, VisionSettings settings) {
    return new VisionModels(store, faceModel, settings, true);
  }

  /** The same without the models that read bibs, which need more memory than all others. */
  public static VisionModels openFaces(
      ModelStore store, FaceModel faceModel, VisionSettings settings) {
    return new VisionModels(store, faceModel, settings, false);
  }

  private OnnxModel load(ModelFile file, OnnxSettings onnx, VisionSettings settings) {
    OnnxModel model = OnnxModel.load(VerifiedModel.read(file), onnx, settings.observer());
    loaded.add(model);
    return model;
  }

  public FaceDetector faceDetector() {
    return detector;
  }

  public FaceEmbedder faceEmbedder() {
    return embedder;
  }

  /**
   * Reads bibs.
   *
   * @throws IllegalStateException if only the face models were opened
   */
  public BibReader bibReader() {
    return bibModels
        .orElseThrow(() -> new IllegalStateException("only face models are open"))
        .reader();
  }

  /**
   * The facade over all of them.
   *
   * @throws IllegalStateException if only the face models were opened
   */
  public PhotoAnalyzer analyzer() {
    return new PhotoAnalyzer(detector, embedder, bibReader());
  }

  /**
   * Gives working memory of past photos (some 250 MB per photo that was searched for text at the
   * same time) back to the system. Costs a few milliseconds and makes the next photo slower; meant
   * for {@link dev.recollect.vision.pool.InferencePool} to call in a pause.
   */
  public void trim() {
    bibModels.ifPresent(BibModels::trim);
  }

  @Override
  public void close() {
    bibModels.ifPresent(BibModels::close);
    closeFaces();
  }

  private void closeFaces() {
    Collections.reverse(loaded);
    loaded.forEach(OnnxModel::close);
    loaded.clear();
  }
}
