package dev.recollect.search.inference;

import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.geometry.ColorOrder;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelFile;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.model.SimilarityCalibration;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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

  private static final float USUAL_MEAN = 127.5f;
  private static final float USUAL_SCALE = 1 / 128f;
  private static final int USUAL_DIMENSION = 512;

  private final ModelsConfig config;
  private final VisionSettings vision;
  private VisionModels serving;
  private Optional<VisionModels> next = Optional.empty();
  private String bibModelId;

  LoadedModels(ModelsConfig config, InferenceConfig inference) {
    this.config = config;
    this.vision = VisionSettings.forWorkers(InferenceConfig.workers(inference));
  }

  @PostConstruct
  void open() {
    ModelStore store = ModelStore.in(config.dir());
    FaceModel face = config.face().map(LoadedModels::own).orElseGet(() -> FaceModel.shipped(store));
    serving = VisionModels.open(store, face, vision);
    next = config.nextFace().map(own -> VisionModels.open(store, own(own), vision));
    ModelFile recognizer = store.file("bib-recognizer");
    bibModelId = recognizer.name() + "@" + recognizer.sha256().substring(0, 12);
    LOG.infof("models loaded face_model=%s bib_model=%s", face.id(), bibModelId);
  }

  @PreDestroy
  void close() {
    next.ifPresent(VisionModels::close);
    serving.close();
  }

  private static FaceModel own(ModelsConfig.Face own) {
    String name = own.path().getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
    return new FaceModel(
        new ModelFile(name, own.path(), own.sha256()),
        own.colors().orElse(ColorOrder.RGB),
        own.mean().orElse(USUAL_MEAN),
        own.scale().orElse(USUAL_SCALE),
        own.dimension().orElse(USUAL_DIMENSION),
        SimilarityCalibration.around(own.threshold()));
  }

  /** Gives memory back that the last inferences borrowed. */
  void trim() {
    serving.trim();
    next.ifPresent(VisionModels::trim);
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
    return next.map(VisionModels::faceEmbedder);
  }

  String bibModelId() {
    return bibModelId;
  }
}
