package dev.recollect.vision;

import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import java.nio.file.Path;
import java.util.Optional;

/** The models of this build's set-up, loaded once for all tests. */
public final class TestModels {
  private TestModels() {}

  private static final class Loaded {
    static final VisionModels MODELS =
        VisionModels.open(store(), FaceModel.shipped(store()), VisionSettings.defaults());
  }

  /** The folder that {@code models/fetch.sh} filled. */
  public static Path folder() {
    return Optional.ofNullable(System.getenv("RECOLLECT_MODELS_DIR"))
        .map(Path::of)
        .orElseGet(() -> TestData.root().resolve(".recollect/models"));
  }

  public static ModelStore store() {
    return ModelStore.in(folder());
  }

  public static VisionModels models() {
    return Loaded.MODELS;
  }
}
