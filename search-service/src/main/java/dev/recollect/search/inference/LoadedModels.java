package dev.recollect.search.inference;

import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.FaceEmbedderModel;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The models in memory. Every file is verified before it is used; one that is missing or not the
 * pinned one fails the start, with the reason.
 */
@ApplicationScoped
public class LoadedModels {
  private static final Logger LOG = Logger.getLogger(LoadedModels.class);

  private final ModelsConfig config;
  private final VisionSettings vision;
  private VisionModels serving;
  private Optional<FaceEmbedderModel> next = Optional.empty();

  LoadedModels(ModelsConfig config, InferenceConfig inference) {
    this.config = config;
    this.vision = VisionSettings.forWorkers(InferenceConfig.workers(inference));
  }

  @PostConstruct
  void load() {
    ModelStore store = ModelStore.in(config.dir());
    FaceModel face = config.face().map(FaceModel::of).orElseGet(() -> FaceModel.shipped(store));
    serving = VisionModels.open(store, face, vision);
    next = config.nextFace().map(own -> FaceEmbedderModel.open(FaceModel.of(own), vision));
    LOG.infof("models loaded face_model=%s", face.id());
  }

  /** See {@link VisionModels#trim}. */
  void trim() {
    serving.trim();
  }

  /**
   * For {@link Inference}, once nothing infers any more. Not done here: beans are destroyed in no
   * defined order, and a session that is freed under a task takes the process with it.
   */
  void close() {
    next.ifPresent(FaceEmbedderModel::close);
    serving.close();
  }

  PhotoAnalyzer analyzer() {
    return serving.analyzer();
  }

  /** Of the model that searches are answered with. */
  FaceEmbedder servingEmbedder() {
    return serving.faceEmbedder();
  }

  /** Of the model that is to take over. */
  Optional<FaceEmbedder> nextEmbedder() {
    return next.map(FaceEmbedderModel::embedder);
  }
}
